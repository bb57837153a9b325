"""Answers questions about addresses with Python's own ipaddress module: one JSON question a line in, one answer a line out."""

import ipaddress
import json
import re
import sys


def canonical(text):
    # EC2 wants a decimal prefix length and no zone; the module also takes netmasks, bare addresses and zones.
    if not re.fullmatch(r"[^/%]+/(0|[1-9][0-9]{0,2})", text):
        return None
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None
    if network.version == 6:
        # Newer Pythons print mapped addresses with dots; the project prints hexadecimal.
        dotted = re.fullmatch(r"::ffff:(\d+)\.(\d+)\.(\d+)\.(\d+)/(\d+)", str(network))
        if dotted:
            a, b, c, d, prefix = map(int, dotted.groups())
            return f"::ffff:{a * 256 + b:x}:{c * 256 + d:x}/{prefix}"
    return str(network)


def ranges(cidrs):
    networks = ipaddress.collapse_addresses([ipaddress.ip_network(cidr) for cidr in cidrs])
    return [(int(network[0]), int(network[-1])) for network in networks]


def answer(question):
    if question["op"] == "canonical":
        return canonical(question["text"])
    make = ipaddress.IPv4Address if question["width"] == 1 else ipaddress.IPv6Address
    a, b = ranges(question["a"]), ranges(question["b"])
    if question["op"] == "union":
        left = a + b
    elif question["op"] == "intersect":
        left = [(max(p, r), min(q, s)) for p, q in a for r, s in b if max(p, r) <= min(q, s)]
    else:
        left = a
        for r, s in b:
            pieces = [[(p, min(q, r - 1)), (max(p, s + 1), q)] for p, q in left]
            left = [(p, q) for pair in pieces for p, q in pair if p <= q]
    networks = [n for p, q in left for n in ipaddress.summarize_address_range(make(p), make(q))]
    collapsed = list(ipaddress.collapse_addresses(networks))
    return {"cidrs": [str(n) for n in collapsed], "size": str(sum(n.num_addresses for n in collapsed))}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
