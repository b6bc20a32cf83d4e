"""Which units are counted in whole pieces (UN/ECE Recommendation 20 and 21, and what people write for them)."""

from __future__ import annotations

from decimal import Decimal

WHOLE = {
    "pc", "pcs", "pce", "piece", "pieces", "ea", "each", "c62", "h87", "unit", "units", "set", "sets", "kit",
    "kits", "pair", "pairs", "pr", "dozen", "dz", "dzn", "box", "boxes", "bx", "carton", "cartons", "ct",
    "ctn", "case", "cases", "cs", "pack", "packs", "pk", "package", "packages", "pa", "bag", "bags", "bg",
    "bottle", "bottles", "bo", "can", "cans", "roll", "rolls", "ro", "reel", "reels", "drum", "drums", "dr",
    "pallet", "pallets", "px", "barrel", "sheet", "sheets", "machine", "个", "件", "只", "台",
    "套", "双", "对", "副", "箱", "盒", "包", "袋", "瓶", "罐", "卷", "桶", "张", "片", "把", "支", "根",
    "条", "块", "本", "辆", "架", "打", "组", "枚", "颗", "粒", "顶", "盏", "床",
}  # fmt: skip


def fits_unit(quantity: Decimal, unit: str) -> bool:
    """Whether there can be so much of it: 1.5 kg can be, 1.5 pieces cannot. An unknown unit takes any quantity."""
    return unit.strip().casefold() not in WHOLE or quantity == quantity.to_integral_value()
