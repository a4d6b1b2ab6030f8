"""What may be wrong in a divided row, whatever the model of its columns says."""
