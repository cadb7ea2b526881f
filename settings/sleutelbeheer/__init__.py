"""What an administrator does with keys: make, rotate, retire, back up, put back, prove."""
