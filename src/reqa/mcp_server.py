"""`reqa mcp`: asking the documents as a tool of another assistant, over the Model Context Protocol.

    ask_documents      a question, with the conversation before it; the answer and the sentences it rests on
    list_documents     what there is to be asked
    reqa://documents/{id}    a document's text, which the citations' offsets point into

The assistant that calls reads the answer as text; programs find the whole `Answer` in the structured content.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from reqa.errors import ReqaError
from reqa.qa import QA
from reqa.types import Answer, Citation

INSTRUCTIONS = (
    "Answers questions about the user's documents. Every statement carries the exact sentences that say so, "
    "or it is said that the documents do not answer. Pass the quotations and their numbers on to the user, "
    "and add nothing to an answer that they do not say."
)
READS_ONLY = ToolAnnotations(read_only_hint=True, open_world_hint=False)


def mcp_server(qa: QA) -> MCPServer:
    """A server whose tools ask `qa`, which stays open for as long as the server runs."""
    server = MCPServer("reqa", instructions=INSTRUCTIONS, version=version("reqa"), log_level="WARNING")

    @server.tool(annotations=READS_ONLY)
    async def ask_documents(
        question: Annotated[str, Field(description="In plain words, about what the documents may say.")],
        history: Annotated[
            Sequence[dict[str, str]],
            Field(description='The turns before it: {"role": "user" or "assistant", "content": "..."}'),
        ] = (),
    ) -> CallToolResult:
        """Answer a question from the user's documents, with the exact sentences that say so.

        Where the documents do not answer it, says so and gives the nearest sentences.
        """
        try:
            answer = await qa.aask(question, history)
        except ReqaError as error:
            raise ToolError(str(error)) from error
        return CallToolResult(
            content=[TextContent(type="text", text=in_plain_text(answer))],
            structured_content=answer.to_dict(),
        )

    @server.tool(annotations=READS_ONLY)
    def list_documents() -> list[dict[str, Any]]:
        """The documents that can be asked, each with its id, its title and its length in characters."""
        return [{"id": one.id, "title": one.title, "characters": len(one.text)} for one in qa.documents]

    @server.resource("reqa://documents/{+document_id}", mime_type="text/plain")
    def document(document_id: str) -> str:
        """A document's text, which the offsets of citations point into."""
        try:
            return qa.document(document_id).text
        except KeyError as error:
            raise ResourceNotFoundError(f"There is no document {document_id!r}.") from error

    return server


def in_plain_text(answer: Answer) -> str:
    """The answer, and below it the sentences that it cites or, if it abstains, the nearest ones."""
    shown = answer.nearest if answer.abstained else answer.citations
    title = "Nearest sentences:" if answer.abstained else "Sources:"
    return "\n\n".join([answer.text, *([title] if shown else []), *map(_source, shown)])


def _source(citation: Citation) -> str:
    number = f"[{citation.marker}] " if citation.marker is not None else ""
    page = f", p. {citation.start_page_number}" if citation.start_page_number is not None else ""
    quoted = "\n".join(f"> {line}" for line in citation.cited_text.splitlines())
    return f"{number}{citation.document_id}{page}\n{quoted}"
