"""Markdown as a tree: what guides, worksheets and slides of workshops are written in."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

BREAK = "<!-- page -->"
"""What stands in a text where a new page begins."""

Node = SyntaxTreeNode
"""A part of a text: a paragraph, a list, a run of strong text …"""


def parsed(text: str) -> Node:
    """Return the tree of a Markdown text (CommonMark and tables).

    >>> [node.type for node in parsed("# a\\n\\n- b").children]
    ['heading', 'bullet_list']
    """
    return SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text))


def children(node: Node) -> list[Node]:
    """Return the parts of a part, none if it has none."""
    return list(node.children or ())


def runs(node: Node, *, strong: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield the text of a part, run by run, with whether it is emphasised.

    >>> list(runs(parsed("say **why** now")))
    [('say ', False), ('why', True), (' now', False)]
    """
    if node.type in ("softbreak", "hardbreak"):
        yield ("\n" if node.type == "hardbreak" else " "), strong
    elif node.type in ("text", "code_inline", "html_inline", "html_block", "fence", "code_block"):
        yield node.content, strong
    for child in children(node):
        yield from runs(child, strong=strong or node.type in ("strong", "em"))


def words(node: Node) -> str:
    """Return the text of a part without emphasis."""
    return "".join(text for text, _ in runs(node))


def table_cells(node: Node) -> list[list[Node]]:
    """Return the rows of a table, its head first, each with its cells."""
    return [children(row) for part in children(node) for row in children(part)]


def to_the_right(cell: Node) -> bool:
    """Tell whether a table's column is set to the right."""
    return "right" in str(cell.attrs.get("style", ""))
