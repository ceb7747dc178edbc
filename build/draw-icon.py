#!/usr/bin/env python3
"""Draws build/icon.png, the packages' icon: a tall factor, a small core and a wide factor. Needs nothing but Python.

    python3 build/draw-icon.py
"""
import pathlib
import struct
import zlib

SIDE, RADIUS, SAMPLES = 128, 24, 4
BACKGROUND, TALL, CORE, WIDE = (23, 37, 66), (255, 159, 67), (255, 255, 255), (72, 202, 193)
BARS = [  # left, top, right, bottom
    (TALL, 20, 20, 40, 108),
    (CORE, 46, 20, 66, 40),
    (WIDE, 72, 20, 112, 40),
]


def colour(x, y):
    """What stands at a point: RGB, or None outside the rounded square."""
    dx, dy = (max(RADIUS - t, t - (SIDE - RADIUS), 0) for t in (x, y))
    if dx * dx + dy * dy > RADIUS * RADIUS:
        return None
    for bar, left, top, right, bottom in BARS:
        if left <= x < right and top <= y < bottom:
            return bar
    return BACKGROUND


def pixel(column, row):
    """The mean over a grid of points, as RGBA."""
    points = [colour(column + (i + 0.5) / SAMPLES, row + (j + 0.5) / SAMPLES) for i in range(SAMPLES) for j in range(SAMPLES)]
    inside = [point for point in points if point]
    if not inside:
        return 0, 0, 0, 0
    return *(round(sum(channel) / len(inside)) for channel in zip(*inside)), round(255 * len(inside) / len(points))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


lines = b"".join(b"\0" + bytes(value for column in range(SIDE) for value in pixel(column, row)) for row in range(SIDE))
(pathlib.Path(__file__).parent / "icon.png").write_bytes(
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, 6, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(lines, 9))
    + chunk(b"IEND", b""))
