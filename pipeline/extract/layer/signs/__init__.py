"""What words and lines tell by themselves, and what each sign counts."""
