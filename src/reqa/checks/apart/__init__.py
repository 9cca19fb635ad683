"""Which sentences of the evidence are about another one than the question.

Another name, party, version or time, or one that is named only later: they are marked before anything is
written from them.
"""
