"""What the code asks for, read from its own text: words, and methods of Slack's Web API."""

import ast
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.check.texts import ANY, Module, Modules, constant, texts

_SLACK = "playground"  # it stands for Slack, and has no words of ours
_LIBRARY = "bot.words"  # it hands out the words that others ask for


@dataclass(frozen=True)
class Use:
    """One place that asks for words by `key`, in which * stands for what only running it would tell.

    `fills` are the blanks it fills; None where they cannot be told.
    """

    key: str  # "reflection.card.title", "reflection.card.*"
    fills: frozenset[str] | None
    file: str
    line: int


@dataclass(frozen=True)
class Called:
    """One place that calls a method of Slack's."""

    method: str
    file: str
    line: int


@dataclass(frozen=True)
class Source:
    """All of the code, and the strings and names of arguments that each of its folders spells out."""

    uses: tuple[Use, ...]
    methods: tuple[Called, ...]
    spelt: dict[str, frozenset[str]]

    def spelt_anywhere(self) -> frozenset[str]:
        return frozenset[str]().union(*self.spelt.values())


def read(code: Path) -> Source:
    """Every file of the package at `code`, but for the playground's."""
    modules = {module.name: module for module in _modules(code)}
    spelt: dict[str, frozenset[str]] = {}
    for module in modules.values():
        spelt[folder(module.file)] = spelt.get(folder(module.file), frozenset()) | _spelt(module)
    uses = [use for module in modules.values() if module.name != _LIBRARY for use in _uses(module, modules)]
    methods = [called for module in modules.values() for called in _methods(module, modules)]
    return Source(tuple(uses), tuple(methods), spelt)


def folder(file: str) -> str:
    return file.rpartition("/")[0]


def _modules(code: Path) -> Iterator[Module]:
    for file in sorted(code.rglob("*.py")):
        path = file.relative_to(code.parent)
        if path.parts[1] == _SLACK:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        yield Module(name, path.as_posix(), tree, _parents(tree))


def _parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    """Every node, but for the root, with the one above it: level by level."""
    parents: dict[ast.AST, ast.AST] = {}
    left = deque([tree])
    while left:
        above = left.popleft()
        for node in ast.iter_child_nodes(above):
            parents[node] = above
            left.append(node)
    return parents


def _spelt(module: Module) -> frozenset[str]:
    found = {
        node.value if isinstance(node, ast.Constant) else node.arg
        for node in module.parents
        if isinstance(node, ast.Constant | ast.keyword)
    }
    return frozenset(text for text in found if isinstance(text, str))


def _uses(module: Module, modules: Modules) -> Iterator[Use]:
    for node in module.parents:
        if not isinstance(node, ast.expr):
            continue
        for keys, fills in _asks(node, module, modules):
            # `phrase(refusal.key)` asks for nothing itself: whoever made the refusal does.
            told = sorted(key for key in keys if key.strip(f"{ANY}."))
            yield from (Use(key, fills, module.file, node.lineno) for key in told)


def _asks(
    node: ast.expr, module: Module, modules: Modules
) -> Iterator[tuple[set[str], frozenset[str] | None]]:
    match node:
        case ast.Subscript(value=words, slice=key):
            for file in _files(words, module, modules):
                yield {f"{file}.{text}" for text in texts(key, module, modules)}, _fills(node, module)
        case ast.Call(func=func, args=[key, *_]) if _name(func) == "phrase":
            yield texts(key, module, modules), _fills(node, module)
        case ast.Call(func=func, args=[_, key, *_], keywords=blanks) if _name(func) == "refused":
            said = {f"{ANY}.refused.{text}" for text in texts(key, module, modules)}
            yield said, _named(blanks, but={"field"})
        case ast.Call(func=func, args=[key, *_], keywords=blanks) if _name(func) == "Refusal":
            yield texts(key, module, modules), _named(blanks, but={"field"})
        case ast.Call(func=func, args=[key, *_]) if _name(func) in ("Offer", "Beginning"):
            yield texts(key, module, modules), frozenset()


def _files(node: ast.expr, module: Module, modules: Modules) -> set[str]:
    """The files of words that `node` reads from: one where it is a Words, else none."""
    found = constant(node, module, modules)
    if found:
        node, module = found
    match node:
        case ast.Call(func=func, args=[file]) if _name(func) == "Words":
            return texts(file, module, modules)
        case ast.Name(id="words") | ast.Attribute(attr="_words") if _handed(module):
            return {ANY}  # they were handed in: whose they are, the caller says
    return set()


def _handed(module: Module) -> bool:
    return module.imports.get("Words") == (_LIBRARY, "Words")


def _fills(node: ast.expr, module: Module) -> frozenset[str] | None:
    """The blanks that `.fill(…)` or `.plain(…)` fills right there; none where the words stand as they are.

    What is gathered, kept, or handed to a `_fill` is filled later, perhaps: that cannot be told.
    """
    above: ast.AST = module.parents[node]
    while isinstance(above, ast.IfExp | ast.BoolOp | ast.List | ast.Tuple | ast.Starred):
        above = module.parents[above]
    match above:
        case ast.Attribute(attr="fill" | "plain"):
            call = module.parents[above]
            return _named(call.keywords) if isinstance(call, ast.Call) else None
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.NamedExpr() | ast.Return():
            return None
        case ast.Call(func=func) if _name(func) == "_fill":
            return None
    return frozenset()


def _named(keywords: list[ast.keyword], but: set[str] | None = None) -> frozenset[str] | None:
    names = [keyword.arg for keyword in keywords]
    return None if None in names else frozenset(name for name in names if name) - (but or set())


def _methods(module: Module, modules: Modules) -> Iterator[Called]:
    for node in module.parents:
        match node:
            case ast.Call(func=func, args=[_, method, *_]) if _name(func) == "call":
                for text in sorted(texts(method, module, modules)):
                    yield Called(text, module.file, node.lineno)


def _name(func: ast.expr) -> str:
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""
