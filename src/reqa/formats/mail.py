"""Reading e-mails (.eml): who wrote them to whom and when, and what they say."""

from __future__ import annotations

import email
from email import policy
from email.message import EmailMessage

from reqa.errors import DocumentError
from reqa.formats.extracted import Extracted
from reqa.formats.markup import from_html

_HEAD = ("From", "To", "Cc", "Date", "Subject")


def read_mail(content: bytes, name: str) -> Extracted:
    """An e-mail as text: its head, the names of what is attached, and its body.

    Raises:
        DocumentError: it is not an e-mail, or has no text.
    """
    message = email.message_from_bytes(content, policy=policy.default)
    head = [f"{field}: {' '.join(message[field].split())}" for field in _HEAD if message[field]]
    if not message["From"]:
        raise DocumentError(f"{name} is damaged, or not an e-mail. Save it anew.")
    attached = [part.get_filename() or "without a name" for part in message.iter_attachments()]
    if attached:
        head.append(f"Attached: {', '.join(attached)}")
    text = _body(message)
    if not text:
        raise DocumentError(f"{name} has no text.")
    return Extracted("\n".join(head) + f"\n\n{text}", " ".join((message["Subject"] or "").split()))


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    text: str = part.get_content(errors="replace")
    if part.get_content_subtype() == "html":
        return from_html(text).text
    return text.replace("\r\n", "\n").strip()
