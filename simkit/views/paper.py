"""Markdown on paper: guides and worksheets of workshops as accessible PDF on A4."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from simkit.text import Lang, say
from simkit.views.deck.fit import width_of
from simkit.views.marked import BREAK, Node, children, parsed, table_cells, to_the_right, words
from simkit.views.typeset import literal, markup, pdf

SHORT, BROAD = 6.0, 32.0
"""A column with no longer cell is as wide as that needs; and the most that counts of a longer one, in widths of a Chinese letter."""
DEEPEST = 6
"""Levels of headings."""
LEAVES = ("text", "hardbreak", "hr", "code_inline", "fence", "code_block", "html_block", "html_inline")
"""Parts that hold no others."""
_WRAPPED = {"strong": "#strong[{}]", "em": "#strong[{}]", "blockquote": "#aloud[{}]", "paragraph": "{}\n\n"}
"""How parts that only wrap others are set; there is no slanted Chinese, so all emphasis is bold."""


def pdf_of_markdown(text: str, lang: Lang, title: str, *, large: bool = False) -> bytes:
    """Return a Markdown text as an accessible PDF on A4; ``large`` gives room to write.

    Block quotes are set as boxes to be said aloud, ``<!-- page -->`` begins a new page. Without a heading of its own, the
    text begins with the title. The same text gives the same bytes.

    >>> pdf_of_markdown("Hello, *all*.", "en", "Guide")[:5]
    b'%PDF-'
    """
    tree = parsed(text)
    headed = any(node.type == "heading" for node in children(tree)[:1])
    body = Setter(lang, above=0 if headed else 1).set_parts(children(tree))
    texts = {"title": title, "large": large, "headed": headed, "body": body,
             "disclaimer_short": say("term.disclaimer.short", lang)}  # fmt: skip
    return pdf("guide.typ", lang, texts)


class Setter:
    """Turns a Markdown tree into Typst markup; it keeps headings from skipping a level, as screen readers want it."""

    def __init__(self, lang: Lang, above: int) -> None:
        """Begin below a heading of level ``above`` (0: none)."""
        self.lang: Lang = lang
        self.level = above

    def set_parts(self, nodes: Iterable[Node]) -> Markup:
        """Return parts one after the other."""
        return Markup("").join(self.set(node) for node in nodes)

    def set(self, node: Node) -> Markup:
        """Return one part as markup."""
        match node.type:
            case "heading":
                return self._heading(node)
            case "bullet_list" | "ordered_list":
                return _list(node, map(self.set, children(node)))
            case "table":
                return self._table(node)
            case "softbreak":
                return Markup(" " if self.lang == "en" or _between_letters(node) else "")
            case kind if kind in LEAVES:
                return _leaf(node)
            case "link":
                return Markup(f"#link({literal(node.attrs['href'])})[{self.set_parts(children(node))}];")
            case _:
                return Markup(_WRAPPED.get(node.type, "{}").format(self.set_parts(children(node))))

    def _heading(self, node: Node) -> Markup:
        """Return a heading, at most one level below the one before."""
        self.level = min(int(node.tag[1]), self.level + 1, DEEPEST)
        return Markup(f"#heading(level: {self.level})[{self.set_parts(children(node))}]\n\n")

    def _table(self, node: Node) -> Markup:
        """Return a table over the whole width; its head is repeated on every page."""
        head, *rows = table_cells(node)
        columns = _columns([[row[place] for row in (head, *rows)] for place in range(len(head))])
        align = ", ".join("right" if to_the_right(cell) else "left" for cell in head)
        told = [[f"[{self.set_parts(children(cell))}]" for cell in row] for row in (head, *rows)]
        body = ",\n".join(", ".join(row) for row in told[1:])
        return Markup(
            f"#table(columns: ({columns},), align: ({align},), table.header({', '.join(told[0])}),\n{body})\n\n"
        )


def _leaf(node: Node) -> Markup:
    """Return a part that holds no others."""
    match node.type:
        case "text":
            return markup(node.content)
        case "hardbreak":
            return Markup("#linebreak();")
        case "hr":
            return Markup("\n#line(length: 100%, stroke: 0.6pt + rule)\n\n")
        case "html_block" | "html_inline":
            return _html(node)
        case _:
            block = "false" if node.type == "code_inline" else "true"
            return Markup(f"#raw({literal(node.content)}, block: {block});")


def _list(node: Node, items: Iterable[Markup]) -> Markup:
    """Return a list with its items."""
    numbered = node.type == "ordered_list"
    start = f"start: {int(node.attrs.get('start', 1))}, " if numbered else ""
    told = ", ".join(f"[{item.strip()}]" for item in items)
    return Markup(f"#{'enum' if numbered else 'list'}({start}{told})\n\n")


def _html(node: Node) -> Markup:
    """Return a page break where one is asked for; comments are left out, and all else is shown as it is written."""
    written = node.content.strip()
    if written == BREAK:
        return Markup("#pagebreak(weak: true)\n")
    return Markup("") if written.startswith("<!--") and written.endswith("-->") else markup(written)


def _between_letters(node: Node) -> bool:
    """Tell whether a line ends between Latin words; lines of Chinese join without a space."""
    before, after = node.previous_sibling, node.next_sibling
    ends = (words(before)[-1:] if before else "") + (words(after)[:1] if after else "")
    return ends.isascii()


def _columns(cells: list[list[Node]]) -> str:
    """Return the widths of a table's columns: short ones as wide as they need, long ones share what is left."""
    wide = [max(width_of(words(cell), 1.0) for cell in column) for column in cells]
    short = [width <= SHORT for width in wide]
    if all(short):
        short[wide.index(max(wide))] = False
    return ", ".join(
        "auto" if fits else f"{min(BROAD, width):.1f}fr" for fits, width in zip(short, wide, strict=True)
    )
