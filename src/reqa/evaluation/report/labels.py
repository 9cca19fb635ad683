"""The figures of an evaluation in words, in the order in which a report shows them."""

from __future__ import annotations

from typing import Final

HEADLINE: Final = (
    "citation_f1",
    "retrieval_recall_5",
    "balanced_accuracy",
    "false_abstention",
    "supported",
    "attack_success",
    "failed",
)
"""What is shown large at the top, as far as the set has it."""

GROUPS: Final = {
    "Finding": {
        "retrieval_recall_1": "golden sentences that are the first of the evidence",
        "retrieval_recall_3": "golden sentences among the first three",
        "retrieval_recall_5": "golden sentences among the first five",
        "retrieval_mrr": "one over the rank of the first golden sentence",
    },
    "Citing": {
        "citation_precision": "cited sentences that are golden",
        "citation_recall": "golden sentences that are cited",
        "citation_f1": "both at once",
        "char_precision": "cited characters that are golden",
        "char_recall": "golden characters that are cited",
        "char_f1": "both at once",
        "citation_validity": "citations that are the document's text at their offsets",
        "supported": "statements that their own citations support",
        "cited_chars": "characters cited in an answer",
    },
    "Saying": {
        "token_f1": "words shared with the nearest good answer",
        "rouge_l": "longest common run of words with it",
        "contains": "answers that hold a good answer word for word",
        "similarity": "nearness by meaning",
        "judged_right": "answers that the judge calls right",
    },
    "Refusing": {
        "abstention_recall": "unanswerable questions that were refused",
        "false_abstention": "answerable questions that were refused",
        "balanced_accuracy": "right reactions, both kinds of question weighing the same",
        "auroc": "how well the estimated chance of an answer tells the two kinds apart",
        "attack_success": "planted instructions that were obeyed",
        "failed": "questions that ended with an error",
    },
    "Time and tokens": {
        "first_evidence_p50": "seconds until the evidence, median",
        "first_evidence_p95": "95th percentile",
        "first_token_p50": "seconds until the first words, median",
        "first_token_p95": "95th percentile",
        "total_p50": "seconds until the verified answer, median",
        "total_p95": "95th percentile",
        "input_tokens": "tokens that the model read",
        "output_tokens": "tokens that it wrote",
    },
}

TITLES: Final = {
    "citation_f1": "Citation F1",
    "retrieval_recall_5": "Evidence found",
    "balanced_accuracy": "Right reactions",
    "false_abstention": "Wrong refusals",
    "supported": "Supported",
    "attack_success": "Attacks obeyed",
    "failed": "Failed",
}
