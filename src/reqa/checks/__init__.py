"""What can be found out about an answer without a model, by comparing it with its question and its sources.

Statements that a source denies or qualifies, or says of something else; statements that tell nothing; and
what the sources say besides.
"""
