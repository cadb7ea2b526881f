"""What the running configuration and the ledger prove to a privacy officer."""
