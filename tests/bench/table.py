"""The results as Markdown."""


def number(value):
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def spread(side, unit):
    if side is None:
        return "-"
    return f"{number(side['median'])} {unit} ({number(side['min'])}-{number(side['max'])})"


def verdict(line):
    if "ratio" not in line:
        return "-"
    if line["ratio"] >= line["aim"]:
        return "aim reached"
    return "reached" if line["ratio"] >= line["at_least"] else "missed"


def rows_table(lines):
    text = ["| item | ours: median (min-max) | theirs: median (min-max) | ratio (of pairs) | asked / aim | floor | ours / floor |",
            "|---|---|---|---|---|---|---|"]
    for line in lines:
        unit = line["unit"]
        ratio = (f"**{line['ratio']:.3g}** ({line['ratio_min']:.3g}-{line['ratio_max']:.3g})" if "ratio" in line else "-")
        floor = f"{number(line['floor'])} {unit}" if "floor" in line else "-"
        times = f"{line['times_floor']:.3g}" if "times_floor" in line else "-"
        text.append(f"| {line['item']} | {spread(line['ours'], unit)} | {spread(line.get('theirs'), unit)} | {ratio} | "
                    f"{line['at_least']} / {line['aim']}: {verdict(line)} | {floor} | {times} |")
    return text


def notes(lines):
    text = []
    for line in lines:
        parts = [line["peer"]] if "ratio" in line else []
        if "floor_is" in line:
            parts.append(f"floor: {line['floor_is']}")
        parts += [f"{check['what']}: {'yes' if check['passed'] else '**NO**'}" for check in line["checks"]]
        text.append(f"- {line['item']}: {'; '.join(parts)}.")
    return text


def share(rate, peak, unit):
    return f"{rate / 1e9:.3g} {unit}, {rate / 1e7 / peak:.0f} %" if rate else "-"


def kernels_table(kernels, limit):
    text = ["| kernel, one core | time | rows or pairs | bytes/s of reading peak | multiply-adds/s of peak |", "|---|---|---|---|---|"]
    for one in kernels:
        bytes_, fma, items = one.get("bytes_per_second"), one.get("FMA/s"), one.get("items_per_second")
        text.append(f"| {one['name']} | {number(one['real_time'])} {one['time_unit']} | "
                    f"{number(items / 1e6) + ' M/s' if items else '-'} | "
                    f"{share(bytes_, limit['read_GBs'], 'GB/s')} | {share(fma, limit['fma_G_per_s'], 'G/s')} |")
    return text


def markdown(result):
    machine, limits = result["machine"], result["limits"]
    text = ["# Chorus measured", "",
            f"{machine['cpu']}, {machine['cores']} cores, {limits['simd']}; load {machine['load']:.2f} when it began; "
            f"{result['date']}; medians of {result['pairs']} pairs, both sides in turn{', small sizes' if result['quick'] else ''}.",
            *(["", "**The machine was busy with other work: these figures are indications.**"] if machine["load"] > 0.5 else []), "",
            "| limits of the machine | read | triad | multiply-adds | square roots | clock |", "|---|---|---|---|---|---|"]
    for limit in limits["limits"]:
        text.append(f"| {limit['threads']} thread{'s' if limit['threads'] > 1 else ''} | {limit['read_GBs']:.3g} GB/s | {limit['triad_GBs']:.3g} GB/s | "
                    f"{limit['fma_G_per_s']:.3g} G/s ({limit['fma_lanes_per_cycle']:.3g} a cycle and core) | "
                    f"{limit['sqrt_G_per_s']:.3g} G/s | {limit['GHz']:.3g} GHz |")
    if result["rows"]:
        text += ["", *rows_table(result["rows"]), "", *notes(result["rows"])]
    if result["kernels"]:
        text += ["", *kernels_table(result["kernels"], limits["limits"][0])]
    if result["failures"]:
        text += ["", *(f"- **not measured**: {failure}" for failure in result["failures"])]
    return "\n".join(text) + "\n"
