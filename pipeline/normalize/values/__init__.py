"""What a cell means: agencies, deadlines, targets."""
