"""What people decided about a reading, applied where rows become records and nowhere else.

A decision names what it was made against. One that matches nothing any more, or two things, is a
problem and changes nothing.
"""
