"""What can be read off a text without a model: how it is laid out, where its sentences end, what they say."""
