"""What scanners, copiers and phones do to a page: pictures spoiled in one known way each.

A picture is an array of grey levels or RGB values (0 to 255). All chance comes from a seed, so that
a page is spoiled the same way every time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

Picture = np.ndarray[Any, np.dtype[np.uint8]]
PAPER = 250
_SEAL = (206, 32, 40)
_FONT = "DejaVuSans-Bold.ttf"


def _light(picture: Picture, factor: Any) -> Picture:
    """Multiply by a light (1 is full) that varies over the page."""
    if picture.ndim == 3:
        factor = factor[..., None]
    return np.clip(picture * factor, 0, 255).astype(np.uint8)


def _warped(picture: Picture, matrix: Any, size: tuple[int, int], paper: int = PAPER) -> Picture:
    fill = (paper,) * 3
    return cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC, borderValue=fill)


def skew(picture: Picture, degrees: float, rng: np.random.Generator) -> Picture:
    """Laid on the glass askew."""
    high, wide = picture.shape[:2]
    matrix = np.vstack(
        [cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0), [0.0, 0.0, 1.0]]
    )
    return _warped(picture, matrix, (wide, high))


def turn(picture: Picture, quarters: float, rng: np.random.Generator) -> Picture:
    """Laid in sideways or upside down."""
    return np.ascontiguousarray(np.rot90(picture, int(quarters)))


def noise(picture: Picture, sigma: float, rng: np.random.Generator) -> Picture:
    """Grain, and specks of dust as large as a dot over an i."""
    out = picture + rng.normal(0, sigma, picture.shape)
    out = np.clip(out, 0, 255).astype(np.uint8)
    high, wide = picture.shape[:2]
    for _ in range(int(sigma * 12)):
        at = (int(rng.integers(wide)), int(rng.integers(high)))
        cv2.circle(out, at, int(rng.integers(1, max(2, wide // 800) + 1)), (40, 40, 40), -1)
    return out


def shadow(picture: Picture, depth: float, rng: np.random.Generator) -> Picture:
    """The dark fall of a binding at the left, and light that wanes to one corner."""
    high, wide = picture.shape[:2]
    across = np.linspace(0, 1, wide)[None, :]
    down = np.linspace(0, 1, high)[:, None]
    fold = 1 - depth * np.exp(-across * 9)
    return _light(picture, fold * (1 - 0.5 * depth * across * down))


def faint(picture: Picture, share: float, rng: np.random.Generator) -> Picture:
    """Toner that runs out: print as grey as the share says."""
    return np.clip(255 - (255 - picture.astype(float)) * share, 0, 255).astype(np.uint8)


def blur(picture: Picture, sigma: float, rng: np.random.Generator) -> Picture:
    """Out of focus."""
    return cv2.GaussianBlur(picture, (0, 0), sigma).astype(np.uint8)


def seal(picture: Picture, share: float, rng: np.random.Generator) -> Picture:
    """A round red seal pressed over the print, its middle at the given share of the height."""
    high, wide = picture.shape[:2]
    radius = int(wide * 0.085)
    stamp = _stamp(radius)
    colour = picture if picture.ndim == 3 else cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB)
    top, left = int(high * share) - radius, int(wide * rng.uniform(0.35, 0.7)) - radius
    part = colour[top : top + 2 * radius, left : left + 2 * radius]
    ink = stamp[..., None] / 255.0 * 0.85
    part[:] = (part * (1 - ink) + part * (np.array(_SEAL) / 255.0) * ink).astype(np.uint8)
    return colour


def black_seal(picture: Picture, share: float, rng: np.random.Generator) -> Picture:
    """The same seal on a copy that knows no colours: as black as the print."""
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture.copy()
    high, wide = gray.shape
    radius = int(wide * 0.085)
    top, left = int(high * share) - radius, int(wide * rng.uniform(0.35, 0.7)) - radius
    part = gray[top : top + 2 * radius, left : left + 2 * radius]
    part[:] = (part * (1 - _stamp(radius) / 255.0 * 0.9)).astype(np.uint8)
    return gray.astype(np.uint8)


def _stamp(radius: int) -> Picture:
    """Where a seal has ink (0 to 255): two rings, a star, letters around it."""
    size = 2 * radius
    image = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(image)
    line = max(2, radius // 22)
    for inset in (line, radius // 3):
        draw.ellipse((inset, inset, size - inset, size - inset), outline=230, width=line)
    spokes = np.arange(10) * np.pi / 5 - np.pi / 2
    reach = np.where(np.arange(10) % 2 == 0, 0.33, 0.14) * radius
    points = zip(radius + reach * np.cos(spokes), radius + reach * np.sin(spokes), strict=True)
    draw.polygon([(float(x), float(y)) for x, y in points], fill=220)
    font = ImageFont.truetype(_FONT, radius // 6)
    text = "CƠ QUAN BAN HÀNH VĂN BẢN * "
    for place, letter in enumerate(text):
        tile = Image.new("L", (size, size), 0)
        ImageDraw.Draw(tile).text((radius, radius * 0.17), letter, 230, font, anchor="mm")
        turned = tile.rotate(-360 * place / len(text), center=(radius, radius))
        image = Image.fromarray(np.maximum(np.asarray(image), np.asarray(turned)))
    return np.asarray(image)


def thick_seal(picture: Picture, share: float, rng: np.random.Generator) -> Picture:
    """A red seal of one thick ring, as bodies of the state have it, pressed askew."""
    high, wide = picture.shape[:2]
    radius = int(wide * 0.075)
    size = 2 * radius
    image = Image.fromarray(_stamp(radius))
    ImageDraw.Draw(image).ellipse((2, 2, size - 2, size - 2), outline=245, width=radius // 8)
    stamp = np.asarray(image.rotate(float(rng.uniform(-25, 25))))
    patchy = cv2.GaussianBlur(rng.normal(0.8, 0.5, (size, size)), (0, 0), 6) * stamp / 255.0
    ink = np.clip(patchy, 0, 0.9)[..., None]
    colour = picture if picture.ndim == 3 else cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB)
    top, left = int(high * share) - radius, int(wide * rng.uniform(0.3, 0.75)) - radius
    part = colour[top : top + size, left : left + size]
    part[:] = (part * (1 - ink) + part * (np.array((214, 40, 58)) / 255.0) * ink).astype(np.uint8)
    return colour


def pen(picture: Picture, share: float, rng: np.random.Generator) -> Picture:
    """A signature in blue over what is printed at the given share of the height, loops of a pen."""
    colour = picture.copy() if picture.ndim == 3 else cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB)
    high, wide = colour.shape[:2]
    t = np.linspace(0, 9, 240)
    loops = rng.uniform(0.6, 1.4, 3)
    x = wide * (0.62 + 0.022 * t) + wide * 0.03 * np.sin(loops[0] * 3 * t)
    y = high * share + high * 0.03 * np.sin(loops[1] * 2.2 * t + 1) * np.cos(loops[2] * t)
    points = np.stack([x, y], axis=1).astype(np.int32).reshape(-1, 1, 2)
    width = max(2, wide // 550)
    cv2.polylines(colour, [points], isClosed=False, color=(38, 52, 150), thickness=width)
    return colour


def broken(picture: Picture, share: float, rng: np.random.Generator) -> Picture:
    """Strokes that the copier lost in places: in patches of a few pixels, print is paler."""
    high, wide = picture.shape[:2]
    field = cv2.GaussianBlur(rng.normal(0, 1, (high, wide)).astype(np.float32), (0, 0), 1.3)
    pale = np.clip((field / field.std() - (2.3 - share)) * 1.5, 0, 0.85)
    if picture.ndim == 3:
        pale = pale[..., None]
    return (255 - (255 - picture.astype(float)) * (1 - pale)).astype(np.uint8)


def speckle(picture: Picture, share: float, rng: np.random.Generator) -> Picture:
    """Dirt of the glass: black points of one to three pixels, most of them small."""
    out = picture.copy()
    high, wide = out.shape[:2]
    for _ in range(int(share * high * wide / 4000)):
        x, y, size = int(rng.integers(wide)), int(rng.integers(high)), int(rng.geometric(0.6))
        out[y : y + min(size, 3), x : x + min(int(rng.geometric(0.6)), 3)] = 20
    return out


def photo(picture: Picture, strength: float, rng: np.random.Generator) -> Picture:
    """Taken with a phone: perspective, a curled sheet, uneven light, a dark table around it."""
    high, wide = picture.shape[:2]
    rim = int(0.04 * wide)
    size = (wide + 2 * rim, high + 2 * rim)
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=np.float32)
    moved = corners + rim + rng.uniform(-1, 1, (4, 2)).astype(np.float32) * strength * 0.02 * wide
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    flat = _warped(picture, matrix, size, paper=70)
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    curl = strength * 0.004 * high * np.sin(np.pi * x / size[0])
    bent = cv2.remap(flat, x, y + curl.astype(np.float32), cv2.INTER_CUBIC, borderValue=(70,) * 3)
    light = 1.0 - 0.35 * strength * np.hypot(x / size[0] - 0.3, y / size[1] - 0.3)
    return blur(_light(bent.astype(np.uint8), light), 0.6, rng)


FAULTS: Mapping[str, Callable[[Picture, float, np.random.Generator], Picture]] = {
    "seal": seal,
    "blackseal": black_seal,
    "thickseal": thick_seal,
    "pen": pen,
    "broken": broken,
    "faint": faint,
    "skew": skew,
    "photo": photo,
    "blur": blur,
    "shadow": shadow,
    "noise": noise,
    "speckle": speckle,
    "turn": turn,
}
"""In the order in which they befall a page."""
SEALS = ("seal", "blackseal", "thickseal")
"""Those that befall every second page."""


def spoiled(picture: Picture, faults: Mapping[str, float], seed: int) -> Picture:
    """A picture with all the faults named."""
    rng = np.random.default_rng(seed)
    for name, fault in FAULTS.items():
        if name in faults:
            picture = fault(picture, faults[name], rng)
    return picture


def stored(picture: Picture, form: str | int) -> Image.Image:
    """The picture as a scanner stores it: `bilevel` (black up to grey 150, or as in `bilevel 120`),
    or a JPEG of some quality (colour kept)."""
    image = Image.fromarray(picture)
    if isinstance(form, str):
        grey, level = np.asarray(image.convert("L")), int(form.split()[1]) if " " in form else 150
        return Image.fromarray((grey > level).astype(np.uint8) * 255).convert("1")
    packed = BytesIO()
    image.save(packed, "JPEG", quality=int(form))
    return Image.open(packed)
