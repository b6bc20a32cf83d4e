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


COMMON_CODES = {
    "H87": ("pc", "pcs", "pce", "piece", "pieces", "ea", "each", "machine", "个", "件", "只", "台", "枚", "颗", "粒"),
    "C62": ("one", "unit", "units"),
    "SET": ("set", "sets", "套"),
    "KT": ("kit", "kits"),
    "PR": ("pair", "pairs", "双", "对", "副"),
    "DZN": ("dozen", "dz", "打"),
    "XBX": ("box", "boxes", "bx", "盒"),
    "XCT": ("carton", "cartons", "ct", "ctn", "箱"),
    "XCS": ("case", "cases", "cs"),
    "XPK": ("pack", "packs", "pk", "包"),
    "XPA": ("packet", "packets"),
    "XBG": ("bag", "bags", "bg", "袋"),
    "XBO": ("bottle", "bottles", "bo", "瓶"),
    "XCA": ("can", "cans", "罐"),
    "XRO": ("roll", "rolls", "ro", "卷"),
    "XRL": ("reel", "reels", "rl"),
    "XDR": ("drum", "drums", "dr", "桶"),
    "XPX": ("pallet", "pallets", "px"),
    "XBA": ("barrel", "barrels"),
    "XST": ("sheet", "sheets", "张", "片"),
    "KGM": ("kg", "kgs", "kilogram", "kilograms", "公斤", "千克"),
    "GRM": ("g", "gram", "grams", "克"),
    "TNE": ("t", "ton", "tons", "tonne", "tonnes", "吨"),
    "LBR": ("lb", "lbs", "pound", "pounds"),
    "MTR": ("m", "metre", "metres", "meter", "meters", "米"),
    "CMT": ("cm", "厘米"),
    "MMT": ("mm", "毫米"),
    "FOT": ("ft", "foot", "feet"),
    "MTK": ("m2", "m²", "sqm", "平方米"),
    "MTQ": ("m3", "m³", "cbm", "立方米"),
    "LTR": ("l", "litre", "litres", "liter", "liters", "升"),
    "MLT": ("ml", "毫升"),
    "HUR": ("h", "hour", "hours", "小时"),
    "DAY": ("day", "days", "天"),
}
"""What people write for the common codes of UN/ECE Recommendation 20 (and, behind an X, 21)."""
_CODES = {word: code for code, words in COMMON_CODES.items() for word in (code.casefold(), *words)}


def common_code(unit: str) -> str:
    """The code of UN/ECE Recommendation 20; empty for a unit that it is not known of."""
    return _CODES.get(unit.strip().casefold(), "")
