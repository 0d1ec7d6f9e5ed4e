"""Turns, medians and ratios: what a row of the table is made of."""
import statistics


def summary(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values), "values": list(values)}


def take_turns(pairs, *sides):
    """Calls the sides in turn (ours, theirs, ours, theirs ...), `pairs` times; returns a list of answers a side. A side
    that is None is passed over."""
    answers = [[] for _ in sides]
    for _ in range(pairs):
        for side, mine in zip(sides, answers):
            if side is not None:
                mine.append(side())
    return answers


def row(name, item, unit, ours, theirs=None, peer="", at_least=None, aim=None, floor=None, floor_is="",
        larger_is_better=False, checks=(), **detail):
    """One line of the table. `floor` is the hardware's limit in `unit`; `checks` are (what, passed) pairs; the ratio
    says how many times better ours is."""
    line = {"name": name, "item": item, "unit": unit, "ours": summary(ours), "peer": peer, "at_least": at_least,
            "aim": aim, "checks": [{"what": what, "passed": bool(passed)} for what, passed in checks], **detail}

    def ratio(mine, other):
        return mine / other if larger_is_better else other / mine

    if theirs:
        line["theirs"] = summary(theirs)
        line["ratio"] = ratio(line["ours"]["median"], line["theirs"]["median"])
        by_pair = [ratio(mine, other) for mine, other in zip(ours, theirs)]
        line["ratio_min"], line["ratio_max"] = min(by_pair), max(by_pair)
    if floor:
        line["floor"], line["floor_is"] = floor, floor_is
        line["times_floor"] = 1 / ratio(line["ours"]["median"], floor)
    return line


def agree(a, b, relative):
    return abs(a - b) <= relative * max(abs(a), abs(b))
