"""Everything that reqa raises on purpose. Each message says what is wrong and what to do next.

ReqaError
├── SettingsError        a setting, argument or environment variable has an impossible value
├── QuestionError        the question cannot be asked (empty, too long, malformed history)
├── CorpusError          the documents cannot be read (missing path, empty folder, binary file)
│   └── DocumentError    one document cannot be read
├── IndexStoreError      the index cannot be read or written
├── ModelStoreError      a model file cannot be had
│   └── IntegrityError   a model file has the wrong hash
├── GoldenError          a golden set is malformed or does not fit the documents
└── LLMError             the language model cannot be built or failed while answering
"""


class ReqaError(Exception):
    """Base class of every error that reqa raises on purpose."""


class SettingsError(ReqaError):
    """A setting, argument or environment variable has an impossible value."""


class QuestionError(ReqaError):
    """The question cannot be asked: it is empty, too long, or its history is malformed."""


class CorpusError(ReqaError):
    """The documents cannot be read: the path is missing, or holds nothing that can be read."""


class DocumentError(CorpusError):
    """One document cannot be read: it is binary, or its encoding cannot be recognised."""


class IndexStoreError(ReqaError):
    """The index cannot be read or written."""


class ModelStoreError(ReqaError):
    """A model file is missing and cannot be fetched."""


class IntegrityError(ModelStoreError):
    """A model file's SHA-256 is not the one in the manifest; it was deleted, not used."""


class GoldenError(ReqaError):
    """A golden set is malformed, or does not fit the documents."""


class LLMError(ReqaError):
    """The language model cannot be built, or failed while answering."""
