"""What an expression in the code may say: its texts, with * for a part that only running it would tell."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

ANY = "*"

_Binding = ast.expr | None  # None: bound to something that reading does not tell


@dataclass(frozen=True)
class Module:
    """One file of the code, as a tree."""

    name: str  # bot.rounds.show
    file: str  # bot/rounds/showing/show.py
    tree: ast.Module
    parents: Mapping[ast.AST, ast.AST]

    @cached_property
    def constants(self) -> dict[str, ast.expr]:
        """The names that it binds itself, each with what it binds it to first."""
        bound = [pair for statement in self.tree.body for pair in _bindings(statement)]
        return {name: value for name, value in reversed(bound) if value is not None}

    @cached_property
    def imports(self) -> dict[str, tuple[str, str]]:
        """The names that `from … import …` brings, each with its module and its name there."""
        return {
            alias.asname or alias.name: (statement.module, alias.name)
            for statement in self.tree.body
            if isinstance(statement, ast.ImportFrom) and statement.module
            for alias in statement.names
        }


Modules = Mapping[str, Module]


def texts(node: ast.expr, module: Module, modules: Modules, seen: frozenset[str] = frozenset()) -> set[str]:
    """Every text that `node` may be."""
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.JoinedStr(values=parts):
            return _joined([texts(part, module, modules, seen) for part in parts])
        case ast.FormattedValue(value=inner):
            return texts(inner, module, modules, seen)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _joined([texts(part, module, modules, seen) for part in (left, right)])
        case ast.IfExp(body=body, orelse=orelse):
            return texts(body, module, modules, seen) | texts(orelse, module, modules, seen)
        case ast.Name(id=name) if name in seen:
            return {ANY}
        case ast.Name(id=name):
            local = _local(node, name, module)
            if local:
                return set().union(
                    *({ANY} if b is None else texts(b, module, modules, seen | {name}) for b in local)
                )
    found = constant(node, module, modules)
    if found is None or ast.unparse(node) in seen:
        return {ANY}
    return texts(*found, modules, seen | {ast.unparse(node)})


def constant(node: ast.expr, module: Module, modules: Modules) -> tuple[ast.expr, Module] | None:
    """What a name of a module stands for, and in which module; None where it is no such name."""
    match node:
        case ast.Name(id=name):
            return _constant(name, module, modules)
        case ast.Attribute(value=ast.Name(id=base), attr=name):
            where = ".".join(module.imports.get(base, ("", "")))
            return _constant(name, modules[where], modules) if where in modules else None
    return None


def _constant(name: str, module: Module, modules: Modules) -> tuple[ast.expr, Module] | None:
    if name in module.constants:
        return module.constants[name], module
    where, there = module.imports.get(name, ("", ""))
    # A module that takes a name from itself would send us round for ever.
    return _constant(there, modules[where], modules) if where in modules and where != module.name else None


def _local(node: ast.AST, name: str, module: Module) -> list[_Binding]:
    """What the innermost function around `node` that binds `name` binds it to."""
    above = module.parents.get(node)
    while above is not None:
        if isinstance(above, ast.FunctionDef | ast.Lambda):
            found = [value for inner in ast.walk(above) for bound, value in _bindings(inner) if bound == name]
            if found:
                return found
        above = module.parents.get(above)
    return []


def _bindings(node: ast.AST) -> Iterator[tuple[str, _Binding]]:
    match node:
        case ast.arg(arg=name):
            yield name, None
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _paired(target, (value,))
        case ast.AnnAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
            yield from _paired(target, (value,))
        case ast.For(target=target, iter=over) | ast.comprehension(target=target, iter=over):
            each = over.elts if isinstance(over, ast.Tuple | ast.List | ast.Set) else (None,)
            yield from _paired(target, each)


def _paired(target: ast.expr, values: Sequence[_Binding]) -> Iterator[tuple[str, _Binding]]:
    """`a, b` with each of `(1, 2)`: a with 1, b with 2."""
    for value in values:
        if isinstance(target, ast.Name):
            yield target.id, value
        elif isinstance(target, ast.Tuple):
            parts = value.elts if isinstance(value, ast.Tuple) else []
            fits = len(parts) == len(target.elts)
            for nth, part in enumerate(target.elts):
                yield from _paired(part, (parts[nth] if fits else None,))


def _joined(parts: list[set[str]]) -> set[str]:
    return {"".join(chosen) for chosen in product(*parts)}
