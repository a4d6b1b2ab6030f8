"""Tables over sheets side by side, and what sheets print beside their tables."""
