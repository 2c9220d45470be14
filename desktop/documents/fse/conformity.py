"""Which pages of somebody else's PDF may enter an archival file as they are: scans, and nothing cleverer.

The list says what is allowed, not what is forbidden: device colours, plain pictures, lines. A page with fonts, notes,
transparency or anything unknown becomes a picture instead. The rules are those of PDF/A-2b (ISO 19005-2, clause 6).
"""

from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

_LONGEST_CONTENT = 200_000
"""Bytes of drawing instructions; a scan has a few dozen."""
_DEEPEST = 28
_OPERATORS = frozenset(
    "q Q cm Do w J j M d i m l c v y h re S s f F f* B B* b b* n W W* g G rg RG BMC EMC MP".split()  # noqa: SIM905
)
_RESOURCES = frozenset({"/XObject", "/ProcSet", "/ColorSpace"})
_FILTERS = frozenset({"/DCTDecode", "/FlateDecode", "/CCITTFaxDecode", "/JBIG2Decode"})
_DEVICE = frozenset({"/DeviceGray", "/DeviceRGB", "/G", "/RGB"})
_FORBIDDEN_IN_PICTURES = ("/SMask", "/Mask", "/Alternates", "/OPI", "/Metadata")
_NEWEST_PROFILE = 4


def conforms(page: pikepdf.Page) -> bool:
    """Whether a page is a plain scan; False for whatever cannot be read with certainty."""
    try:
        return all(check(page) for check in _CHECKS)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RuntimeError):
        return False


def _has_no_notes(page: pikepdf.Page) -> bool:
    return not list(page.obj.get("/Annots", Array()).as_list() if "/Annots" in page.obj else [])


def _has_plain_resources(page: pikepdf.Page) -> bool:
    resources = page.resources
    fonts = resources.get("/Font", Dictionary())
    states = resources.get("/ExtGState", Dictionary())
    unknown = set(resources.keys()) - _RESOURCES - {"/Font", "/ExtGState"}
    spaces = resources.get("/ColorSpace", Dictionary())
    return not unknown and not len(fonts) and not len(states) and all(map(_is_plain_space, _values(spaces)))


def _has_plain_pictures(page: pikepdf.Page) -> bool:
    return all(_is_plain_picture(item) for item in _values(page.resources.get("/XObject", Dictionary())))


def _draws_plainly(page: pikepdf.Page) -> bool:
    if sum(len(part.read_raw_bytes()) for part in _contents(page)) > _LONGEST_CONTENT:
        return False
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        depth += {"q": 1, "Q": -1}.get(operator, 0)
        if operator not in _OPERATORS or not 0 <= depth <= _DEEPEST:
            return False
    return depth == 0


def _contents(page: pikepdf.Page) -> Iterator[Stream]:
    contents = page.obj.get("/Contents")
    if isinstance(contents, Stream):
        yield contents
    elif isinstance(contents, Array):
        yield from (part for part in contents.as_list() if isinstance(part, Stream))


def _is_plain_picture(item: Object) -> bool:
    if not isinstance(item, Stream) or item.get("/Subtype") != Name.Image:
        return False
    if any(key in item for key in _FORBIDDEN_IN_PICTURES) or item.get("/Interpolate", False):
        return False
    filters = item.get("/Filter", Array())
    names = [str(one) for one in filters.as_list()] if isinstance(filters, Array) else [str(filters)]
    if not set(names) <= _FILTERS or int(item.get("/BitsPerComponent", 1)) not in {1, 2, 4, 8}:
        return False
    return bool(item.get("/ImageMask", False)) or _is_plain_space(item.get("/ColorSpace", Name.DeviceGray))


def _is_plain_space(space: Object) -> bool:
    """Grey or RGB, by name, by profile, or by a palette of them."""
    if not isinstance(space, Array):
        return str(space) in _DEVICE
    kind = str(space[0])
    if kind == "/ICCBased":
        profile = space[1]
        return int(profile.get("/N", 0)) in {1, 3} and profile.read_bytes()[8] <= _NEWEST_PROFILE
    if kind in {"/Indexed", "/I"}:
        return _is_plain_space(space[1])
    return kind in {"/CalGray", "/CalRGB"}


def _values(table: Object) -> list[Object]:
    return [table[key] for key in table.keys()]  # noqa: SIM118 - a PDF dictionary iterates over pairs nowhere


_CHECKS: tuple[Callable[[pikepdf.Page], bool], ...] = (
    _has_no_notes,
    _has_plain_resources,
    _has_plain_pictures,
    _draws_plainly,
)
