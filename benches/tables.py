"""The marks and the tables: what `compare` and `render` make of a run's results.

Everything here is a function of the results (the JSON that `compare` writes), so a table can be
made again from what is committed, and a test can see whether it was.
"""

MIB = 2**20
FLOOR = 1.1
RSS = 64
TRICK = "(text trick)"
UNJUDGED = "not judged"
INFLATES = ("igzip -> null", "pigz -> null", "gzip -> null")


def good(cell):
    """Only a right answer that was timed can be compared with."""
    return cell["verdict"] in ("ok", "reordered") and "wall" in cell


def best(cells, key, parses=False):
    """The peer with the least of `key` among those whose answer is right; None if there is none."""
    names = [n for n, c in cells.items() if n != "flitch" and good(c) and not (parses and TRICK in n)]
    return min(names, key=lambda n: cells[n][key], default=None)


def judge(result):
    """Holds each task against its marks: `verdict` gets the ratios, and what was missed.

    >>> def cell(wall, cpu, verdict="ok", rss=10):
    ...     return {"wall": wall, "cpu": cpu, "n": 5, "rss_mib": rss, "verdict": verdict}
    >>> def told(flitch, floor=0.1, keeps=False, **marks):
    ...     peers = {"rg (text trick)": cell(1.0, 1.0), "mawk": cell(2.0, 2.0), "fast": cell(0.1, 0.1, "WRONG: x")}
    ...     task = {"cells": {"flitch": flitch} | peers, "marks": {"wall": 0.9, "cpu": 1.0} | marks, "keeps": keeps}
    ...     result = {"limits": {}, "tasks": {"T": task | {"floor": floor and {"wall": floor, "cpu": floor}}}}
    ...     judge(result)
    ...     return result["tasks"]["T"]["verdict"]

    What is wrong is no peer, and a text trick can be the fastest but not the thriftiest that parses:

    >>> held = told(cell(0.9, 2.0))
    >>> held["fastest"], held["thriftiest"], held["missed"]
    ('rg (text trick)', 'mawk', [])
    >>> held["wall"], held["cpu"], held["floor"], held["share"]
    (0.9, 1.0, 9.0, 0.05)
    >>> told(cell(0.95, 2.1))["missed"], told(cell(0.95, 1.0), floor=0.9)["missed"]
    (['wall', 'CPU'], [])
    >>> told(cell(0.5, 0.5), share=0.75)["missed"], told(cell(0.5, 0.5), floor=0.4, share=0.75)["missed"]
    (['share'], [])
    >>> told(cell(0.5, 0.5), times={"mawk": 5})["missed"], told(cell(0.5, 0.5), times={"mawk": 4})["missed"]
    (['5 times mawk'], [])
    >>> told(cell(0.5, 0.5, rss=64))["missed"], told(cell(0.5, 0.5, rss=64), keeps=True)["missed"]
    (['memory'], [])

    Nothing is met that was not measured, and no answer that is wrong:

    >>> told(cell(0.5, 0.5), floor=None)["missed"], told(cell(0.5, 0.5, "WRONG: x"))["missed"]
    (['not judged'], ['answer'])
    >>> told(cell(0.5, 0.5), times={"go": 4})["missed"], told(cell(0.5, 0.5), inflate=0.9)["missed"]
    (['not judged'], ['not judged'])
    """
    rates = [result["limits"][name]["wall"] for name in INFLATES if name in result["limits"]]
    for task in result["tasks"].values():
        task["verdict"] = judge_task(task, min(rates, default=None))


def judge_task(task, inflate):
    cells, marks, floor = task["cells"], task["marks"], task.get("floor")
    fastest, thriftiest = best(cells, "wall"), best(cells, "cpu", parses=True)
    told = {"fastest": fastest, "thriftiest": thriftiest, "missed": []}
    mine = cells.get("flitch")
    if mine is None:
        return told
    if not good(mine):
        return told | {"missed": ["answer"]}
    against = [fastest, thriftiest, floor, inflate or "inflate" not in marks]
    against += [peer in cells and good(cells[peer]) for peer in marks.get("times", {})]
    if not all(against):
        told["missed"].append(UNJUDGED)

    def hold(name, holds, **ratios):
        told.update(ratios)
        if not holds:
            told["missed"].append(name)

    near = bool(floor and mine["wall"] <= FLOOR * floor["wall"])
    if fastest:
        ratio = mine["wall"] / cells[fastest]["wall"]
        hold("wall", near or ratio <= marks["wall"], wall=ratio, by_floor=near and ratio > marks["wall"])
    if thriftiest:
        ratio = mine["cpu"] / cells[thriftiest]["cpu"]
        hold("CPU", ratio <= marks["cpu"], cpu=ratio)
    if floor:
        share = floor["cpu"] / mine["cpu"] if mine["cpu"] else 1.0
        hold("share", share >= marks.get("share", 0), floor=mine["wall"] / floor["wall"], share=share)
    if "inflate" in marks and inflate:
        ratio = inflate / mine["wall"]
        hold("inflate", ratio >= marks["inflate"], inflate=ratio)
    for peer, times in marks.get("times", {}).items():
        if peer in cells and good(cells[peer]):
            ratio = cells[peer]["wall"] / mine["wall"]
            hold(f"{times:g} times {peer}", ratio >= times, **{f"times {peer}": ratio})
    if not task["keeps"]:
        hold("memory", mine["rss_mib"] < RSS)
    return told


def seconds(s):
    return f"{s * 1000:.1f} ms" if s < 0.1 else f"{s:.2f} s"


def md(text):
    """Text for a cell of a table.

    >>> md("cut | sort")
    'cut \\\\| sort'
    """
    return str(text).replace("|", "\\|")


def ratio(a, b):
    return f"{a / b:.2f}" if b else ""


def opt(value):
    return "" if value is None else f"{value:.2f}"


def row(*cells):
    return "| " + " | ".join(map(str, cells)) + " |"


def head(names, align):
    """The head of a table; `align` has l or r for each column."""
    return [row(*names), "|" + "|".join("---" if a == "l" else "--:" for a in align) + "|"]


def measured(result):
    """The tasks that flitch has run, right or wrong."""
    return {name: task for name, task in result["tasks"].items() if "flitch" in task["cells"]}


def held(task):
    """The marks of a task in words."""
    marks = task["marks"]
    words = [f"wall {marks['wall']}"] + [f"{key} {marks[key]}" for key in ("share", "inflate") if key in marks]
    return ", ".join(words)


def verdicts(result):
    """One row a task: what flitch was held to, and whether it holds."""
    names = ["task", "what", "group: marks", "flitch", "fastest right peer", "wall / its", "CPU / thriftiest parser's"]
    out = head([*names, "wall / floor", "share of the limit per core", "peak MiB", "verdict"], "lllrlrrrrrl")
    for name, task in measured(result).items():
        told, mine, fastest = task["verdict"], task["cells"]["flitch"], task["verdict"]["fastest"]
        against = [seconds(mine["wall"]) if "wall" in mine else ""]
        against.append(f"{md(fastest)} {seconds(task['cells'][fastest]['wall'])}" if fastest else "")
        against.append(opt(told.get("wall")))
        against.append(f"{told['cpu']:.2f} ({md(told['thriftiest'])})" if "cpu" in told else "")
        against += [opt(told.get("floor")), opt(told.get("share")), f"{mine.get('rss_mib', 0):.0f}"]
        out.append(row(name, md(task["title"]), f"{task['group']}: {held(task)}", *against, word(told)))
    return out


def word(told):
    """A verdict in words.

    >>> word({"missed": []}), word({"missed": [], "by_floor": True}), word({"missed": ["wall", "CPU"]})
    ('met', 'met, by the floor', 'missed: wall, CPU')
    >>> word({"missed": [UNJUDGED]})
    'not judged'
    """
    if told["missed"] == [UNJUDGED]:
        return UNJUDGED
    if told["missed"]:
        return "missed: " + ", ".join(told["missed"])
    return "met, by the floor" if told.get("by_floor") else "met"


def count_of_verdicts(result):
    told = [task["verdict"] for task in measured(result).values()]
    met, unjudged = sum(not v["missed"] for v in told), sum(UNJUDGED in v["missed"] for v in told)
    text = f"{met} of {len(told)} tasks meet all their marks"
    return text + (f"; {unjudged} could not be judged whole, for want of a peer or a limit." if unjudged else ".")


def misses(result):
    """The tasks that miss a mark, with the mark and the figure."""
    out = head(("task", "what", "mark", "is", "against"), "llrrl")
    for name, task in measured(result).items():
        told, marks = task["verdict"], task["marks"]
        for miss in told["missed"]:
            if miss == UNJUDGED:
                continue
            told_of = {
                "answer": ("right", "", ""),
                "wall": (marks["wall"], opt(told.get("wall")), told["fastest"]),
                "CPU": (marks["cpu"], opt(told.get("cpu")), told["thriftiest"]),
                "share": (marks.get("share"), opt(told.get("share")), task["limit"]),
                "inflate": (marks.get("inflate"), opt(told.get("inflate")), "the best inflate"),
                "memory": (f"{RSS} MiB", f"{task['cells']['flitch'].get('rss_mib', 0):.0f}", ""),
            }
            # What is left is "50 times PEER".
            times, _, peer = miss.partition(" times ")
            mark, figure, against = told_of.get(miss) or ("", opt(told.get(f"times {peer}")), peer)
            what = f"{times} times faster" if peer else f"{miss} {mark}"
            out.append(row(name, md(task["title"]), what, figure, md(against)))
    return out if len(out) > 2 else ["No task of this run misses a mark."]


def against_peers(result):
    """For the README: each task against its fastest right peer."""
    out = head(("task", "flitch", "fastest peer", "", "flitch takes"), "lrlrr")
    for task in measured(result).values():
        told = task["verdict"]
        if "wall" in told:
            mine, peer = task["cells"]["flitch"], task["cells"][told["fastest"]]
            out.append(
                row(
                    md(task["title"]),
                    seconds(mine["wall"]),
                    md(told["fastest"]),
                    seconds(peer["wall"]),
                    f"{told['wall']:.2f} of its time",
                )
            )
    return out


def cores(machine):
    return f"{machine['cores']} {'virtual cores' if machine['virtual'] else 'cores'}"


def description(result):
    """The machine in a sentence."""
    m = result["machine"]
    simd = f" ({', '.join(m['simd'])})" if m["simd"] else ""
    load = f", load {m['load']} before and {m['load_after']} after" if "load_after" in m else ""
    words = [m["cpu"] + simd, cores(m), f"{m['ram_gib']} GiB", m["system"], f"Linux {m['kernel']}", m["date"] + load]
    return ", ".join(words)


def setting(result):
    """What was run where, for under a table."""
    m, flitch = result["machine"], result["versions"].get("flitch", "flitch")
    runs = f"the {result['size']} set, medians of {result['runs']} runs"
    return f"{flitch}; {m['cpu']}, {cores(m)}, {m['date']}; {runs}."


def cells_of(task):
    """The whole table of a task."""
    cells, told = task["cells"], task["verdict"]
    least = best(cells, "cpu")
    wall = cells[told["fastest"]]["wall"] if told["fastest"] else 0
    cpu = cells[least]["cpu"] if least else 0
    mib = task["input_bytes"] / MIB
    out = head(
        (
            "tool",
            "wall",
            "min..max",
            "n",
            "user+sys",
            "peak MiB",
            "MiB/s",
            "wall / fastest peer",
            "CPU / least",
            "out MiB",
            "answer",
        ),
        "lrrrrrrrrrl",
    )
    for name, c in sorted(cells.items(), key=lambda kv: (kv[0] != "flitch", kv[1].get("wall", 1e9))):
        shown = f"**{md(name)}**" if name in ("flitch", told["fastest"]) else md(name)
        if "wall" not in c:
            out.append(row(shown, *[""] * 9, md(c["verdict"])))
            continue
        out.append(
            row(
                shown,
                seconds(c["wall"]),
                f"{seconds(c['wall_min'])}..{seconds(c['wall_max'])}",
                c["n"],
                seconds(c["cpu"]),
                f"{c['rss_mib']:.0f}",
                f"{mib / c['wall']:.0f}",
                ratio(c["wall"], wall),
                ratio(c["cpu"], cpu),
                f"{c['out_bytes'] / MIB:.1f}",
                md(c["verdict"])[:100].replace("\n", " "),
            )
        )
    return out


def floor_of(task):
    floor = task.get("floor")
    if not floor:
        return ""
    return (
        f"Floor: {seconds(floor['wall'])}, CPU {seconds(floor['cpu'])} ({', '.join(md(p) for p in floor['parts'])}).\n"
    )


def page(result):
    """The whole page of a run."""
    out = [f"# The {result['size']} set (seed {result['seed']}), medians of {result['runs']} runs\n"]
    if result["machine"]:
        out += [description(result) + ".\n"]
    out += [
        count_of_verdicts(result) + " What the marks are stands in benches/README.md.\n",
        "## Verdicts\n",
        *verdicts(result),
        "",
    ]
    out += ["## Missed\n", *misses(result), ""]
    if result["limits"]:
        out += ["## Limits of the machine (best of 4)\n", *head(("what", "wall", "user+sys"), "lrr")]
        for name, v in result["limits"].items():
            plain = "GiB/s" in name
            out.append(
                row(
                    name,
                    f"{v['wall']:.2f}" if plain else seconds(v["wall"]),
                    f"{v['cpu']:.2f}" if plain else seconds(v["cpu"]),
                )
            )
        out.append("")
    out.append("## Cells\n")
    for name, task in result["tasks"].items():
        out += [
            f"### {name}: {md(task['title'])} ({task['input']}, {task['input_bytes'] / MIB:.1f} MiB)\n",
            floor_of(task),
            *cells_of(task),
            "",
        ]
    if result["versions"]:
        out += [
            "## Versions\n",
            *head(("tool", "version"), "ll"),
            *(row(md(n), md(v)) for n, v in result["versions"].items()),
            "",
        ]
    return "\n".join(out).rstrip("\n") + "\n"


GENERATORS = ("python asyncio", "python generators", "go unbuffered channels", "go buffered(64) channels")


def generators(result):
    """The three stages over ten million integers, against generators and channels."""
    cells = result["tasks"]["T24"]["cells"]
    mine = cells.get("flitch", {"verdict": ""})
    out = head(("keep even, multiply, sum", "wall", "user+sys", "peak MiB", "flitch is faster by", "answer"), "lrrrrl")
    for name in (*GENERATORS, "flitch"):
        c = cells.get(name)
        if c is None or "wall" not in c:
            out.append(row(name, "", "", "", "", "not here" if c is None else c["verdict"].split(":")[0]))
            continue
        times = f"{c['wall'] / mine['wall']:.1f} times" if good(c) and good(mine) and name != "flitch" else ""
        out.append(
            row(name, seconds(c["wall"]), seconds(c["cpu"]), f"{c['rss_mib']:.0f}", times, c["verdict"].split(":")[0])
        )
    return out
