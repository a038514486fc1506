"""A YAML file as values that know their lines."""

from dataclasses import dataclass
from typing import Any

import yaml


@dataclass(frozen=True)
class Node:
    """A value of the file and its line: a scalar, a list of Nodes, or a dict of Nodes by key."""

    value: Any
    line: int

    def at(self, *path: str) -> "Node":
        """The value below these keys; where it is missing, None at the line of the last key that is there."""
        if not path:
            return self
        below = self.value.get(path[0]) if isinstance(self.value, dict) else None
        return below.at(*path[1:]) if below else Node(None, self.line)

    @property
    def each(self) -> list["Node"]:
        """The values of a list; none of anything else."""
        return self.value if isinstance(self.value, list) else []


def compose(text: str) -> Node:
    """The file's one document; raises yaml.MarkedYAMLError where it is no YAML."""
    loader = yaml.SafeLoader(text)
    root = loader.get_single_node()
    return _node(root, loader, 1) if root else Node({}, 1)


def _node(node: yaml.Node, loader: yaml.SafeLoader, line: int) -> Node:
    match node:
        case yaml.MappingNode(value=pairs):
            keyed = {str(key.value): _node(value, loader, key.start_mark.line + 1) for key, value in pairs}
            return Node(keyed, line)
        case yaml.SequenceNode(value=items):
            return Node([_node(item, loader, item.start_mark.line + 1) for item in items], line)
    return Node(loader.construct_object(node), line)
