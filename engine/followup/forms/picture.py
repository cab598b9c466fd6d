"""Plans as a picture: an SVG with an axis of dates and a lane for each plan.

It needs no font, no script and no network, is legible on light and on dark pages, and depends on
nothing but the plans.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from followup.core.history import History
from followup.core.ruleset import Ruleset
from followup.evaluation.plan import Plan
from followup.forms.picture_layout import WIDTH, Drawing, Shape, Text, laid_out
from followup.text.characters import visible
from followup.views.timeline import Lane

# Light first; the second block is for readers whose system is dark.
_STYLE = """\
text { font-family: system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
.lane { font-size: 15px; font-weight: 600; }
.what { font-size: 13px; }
.when, .axis, .legend { font-size: 12px; }
.paper { fill: #ffffff; }
.lane, .what { fill: #1f2328; }
.when, text.axis, .legend { fill: #59636e; }
.weekend { fill: #eef1f4; }
.off { fill: #ffdfb6; }
.event { fill: #0969da; }
.action { fill: #1a7f37; }
.option { fill: #8250df; }
.change { fill: #59636e; }
.wait { fill: #9a6700; }
.end { fill: #cf222e; }
.bar.action, .bar.option, .arrow { fill-opacity: 0.35; }
line { stroke: #d1d9e0; stroke-width: 1; }
line.axis { stroke: #59636e; }
line.until { stroke: #0969da; stroke-dasharray: 3 3; }
@media (prefers-color-scheme: dark) {
  .paper { fill: #0d1117; }
  .lane, .what { fill: #f0f6fc; }
  .when, text.axis, .legend { fill: #9198a1; }
  .weekend { fill: #1c2128; }
  .off { fill: #4d2d00; }
  .event { fill: #4493f8; }
  .action { fill: #3fb950; }
  .option { fill: #ab7df8; }
  .change { fill: #9198a1; }
  .wait { fill: #d29922; }
  .end { fill: #f85149; }
  line { stroke: #3d444d; }
  line.axis { stroke: #9198a1; }
  line.until { stroke: #4493f8; }
}"""


def timeline_picture(lanes: Sequence[Lane], title: str = "What follows if nobody answers") -> str:
    """Return an SVG of plans, one below the other on one axis; at least one plan is needed."""
    drawing = laid_out(lanes)
    height = _number(drawing.height)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}">',
        f"<title>{_text(title)}</title>",
        f"<desc>{_text(' '.join(drawing.told))}</desc>",
        f"<style>\n{_STYLE}\n</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height}"/>',
        *_content(drawing),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def plan_picture(plan: Plan, history: History, ruleset: Ruleset) -> str:
    """Return the picture of one plan, under the name of its case and its ruleset."""
    label = f"{history.case}, if nobody answers ({ruleset.name})"
    lane = Lane(label=label, plan=plan, history=history, vocabulary=ruleset.vocabulary)
    return timeline_picture([lane])


def _content(drawing: Drawing) -> list[str]:
    shapes = (*drawing.behind, *drawing.shapes)
    return [*map(_shape, shapes), *map(_words, drawing.texts)]


def _shape(shape: Shape) -> str:
    x, y, width, height = map(_number, (shape.x, shape.y, shape.width, shape.height))
    style = f'class="{shape.kind} {shape.style}"'
    if shape.kind == "line":
        end_x, end_y = _number(shape.x + shape.width), _number(shape.y + shape.height)
        return f'<line {style} x1="{x}" y1="{y}" x2="{end_x}" y2="{end_y}"/>'
    half, half_height = shape.width / 2, shape.height / 2
    middle_x, middle_y = _number(shape.x + half), _number(shape.y + half_height)
    if shape.kind == "dot":
        return f'<circle {style} cx="{middle_x}" cy="{middle_y}" r="{_number(half)}"/>'
    if shape.kind == "arrow":
        shaft, tip = _number(shape.width - half_height), _number(half_height)
        point = f"l{tip} {tip} l-{tip} {tip}"
        return f'<path {style} d="M{x} {y} h{shaft} {point} h-{shaft} z"/>'
    title = f"<title>{_text(shape.title)}</title>" if shape.title else ""
    place = f'{style} x="{x}" y="{y}" width="{width}" height="{height}"'
    if shape.kind == "diamond":
        return f'<rect {place} transform="rotate(45 {middle_x} {middle_y})"/>'
    return f"<rect {place}>{title}</rect>" if title else f"<rect {place}/>"


def _words(text: Text) -> str:
    anchor = ' text-anchor="end"' if text.ends_here else ""
    place = f'x="{_number(text.x)}" y="{_number(text.y)}"'
    return f'<text class="{text.style}" {place}{anchor}>{_text(text.text)}</text>'


def _text(text: str) -> str:
    return escape(visible(text))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
