"""The way in: text becomes located nodes, whatever it was written in."""

from followup.text.nodes import MappingNode, Node, ScalarNode, SequenceNode, plain
from followup.text.python_reader import read_python
from followup.text.reader import decode, lines_of, read_json_lines, read_text
from followup.text.yaml_reader import read_yaml

__all__ = [
    "MappingNode",
    "Node",
    "ScalarNode",
    "SequenceNode",
    "decode",
    "lines_of",
    "plain",
    "read_json_lines",
    "read_python",
    "read_text",
    "read_yaml",
]
