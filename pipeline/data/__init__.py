"""The datasets: what they hold, how they are declared, kept and read."""
