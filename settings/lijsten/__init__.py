"""What waits and what is kept, with what a person may do about it: for commands and pages alike."""
