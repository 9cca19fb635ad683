"""Whether the sources of a statement say something else than the statement.

Each module finds one way to misread a source: the contrary, a figure of something else, what somebody else
said, had or did, or what was only planned.
"""
