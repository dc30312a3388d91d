import hashlib
import json
import sys
from collections import Counter

with open(sys.argv[1], encoding="utf-8") as file:
    draw = json.load(file)


def lot(code):
    return hashlib.sha256(f"{draw['seed']}:{code}".encode()).hexdigest()


if draw["of"] == "places":
    queue = sorted(draw["applicants"], key=lambda party: lot(party[0][0]))
    free, left, again = draw["places"], Counter(draw["limits"]), []
    for first_round in (True, False):
        for party in list(queue):
            groups = Counter(group for code, group in party)
            if len(party) <= free and (groups <= left or not first_round):
                again += [code for code, group in party]
                free, left = free - len(party), left - groups
                queue.remove(party)
    same = again == draw["selected"]
else:
    queue = sorted(draw["drawn"], key=lambda one: (one[1], lot(one[0])))
    names = draw["alternatives"]
    again = {code: names[number % len(names)] for number, (code, group) in enumerate(queue)}
    same = again == draw["assigned"]
print(json.dumps(again, ensure_ascii=False))
print("The same result." if same else "ANOTHER RESULT!")
