"""A small pack of its own for the tests, quick to run, that single tests spoil on purpose."""

from __future__ import annotations

import re
from pathlib import Path

SESSION = """
id = "small"
minutes = 30
people = [5, 40]
organisation = "G2"
weeks = 60
worlds = 12
seed = 1
title = { en = "A small workshop", zh = "小型工作坊" }
goal = { en = "See that a cadence has a price", zh = "看到节奏是有代价的" }

agenda = [
  { id = "welcome", minutes = 5, title = { en = "Welcome", zh = "开场" } },
  { id = "cadence-brief", minutes = 3, round = "cadence", part = "brief", title = { en = "What changes", zh = "改变什么" } },
  { id = "cadence-predict", minutes = 4, round = "cadence", part = "predict", title = { en = "Predict", zh = "预测" } },
  { id = "cadence-reveal", minutes = 5, round = "cadence", part = "reveal", title = { en = "Reveal", zh = "揭晓" } },
  { id = "mix-predict", minutes = 3, round = "mix", part = "predict", title = { en = "Predict again", zh = "再次预测" } },
  { id = "mix-reveal", minutes = 5, round = "mix", part = "reveal", title = { en = "Reveal again", zh = "再次揭晓" } },
  { id = "debrief", minutes = 5, title = { en = "Debrief", zh = "复盘" } },
]

[[rounds]]
id = "cadence"
reference = "traditional"
regime = { base = "traditional", levers = { review_interval = 4 } }
levers = ["review_interval", "review_minutes"]
title = { en = "Shorter cycles", zh = "缩短周期" }
brief = { en = "Reviews every four weeks instead of once a year.", zh = "检视从一年一次改为每四周一次。" }

  [[rounds.questions]]
  id = "hours"
  metric = "review_hours"
  horizon = 52
  prompt = { en = "Hours that reviews take in year 1?", zh = "第一年检视占用的工时？" }
  expected = "behind"

  [[rounds.questions]]
  id = "money"
  metric = "value_financial"
  horizon = 60
  prompt = { en = "Financial results at the end?", zh = "期末的财务成果？" }
  expected = "behind"

  [[rounds.discussion]]
  text = { en = "What would you stop doing?", zh = "您会停止做什么？" }
  concepts = ["B2", "E3"]

[[rounds]]
id = "mix"
scene = "G3"
reference = "traditional"
regime = "innovation"
levers = ["share_individual", "share_team", "share_pool", "share_points"]
title = { en = "All of it", zh = "全面转换" }
brief = { en = "The whole innovation-driven regime.", zh = "整套创新驱动模式。" }

  [[rounds.questions]]
  id = "safety"
  metric = "felt_safety"
  horizon = 60
  prompt = { en = "Do people feel safer?", zh = "大家的心理安全感会提高吗？" }
  expected = "ahead"

  [[rounds.discussion]]
  text = { en = "Why is belief slow?", zh = "信任为什么来得慢？" }
  concepts = ["F2a"]

[[debrief]]
concepts = ["E1", "E2", "E3", "E4"]
drivers = ["strategy", "culture"]
text = { en = "Which row would you change first?", zh = "您会先改哪一行？" }

[[debrief]]
concepts = ["E5", "E6", "E7"]
drivers = ["data", "tools"]
text = { en = "What would you measure?", zh = "您会衡量什么？" }
"""

GUIDE = """# {{ title }}

{{ goal }} ({{ minutes }}, {{ people }}, {{ organisation }}, {{ weeks }}, {{ worlds }})

{{ agenda() }}

## {{ clock("cadence-reveal") }} {{ round_title("cadence") }} ({{ length("cadence-reveal") }})

{{ brief("cadence") }}

{{ prompt("cadence", "hours") }} {{ expected("cadence", "hours") }}
{{ difference("cadence", "hours") }} {{ worlds_ahead("cadence", "hours") }} {{ verdict("cadence", "hours") }}

{{ results("cadence") }}

{{ discussion("cadence") }}

{{ debrief() }}
"""
WORKSHEET = '# {{ title }}\n\n{{ prediction_table("cadence") }}\n\n{{ prediction_table("mix") }}\n'
SLIDES = '# {{ title }}\n\n{{ goal }}\n\n---\n\n# {{ round_title("mix") }}\n\n{{ results("mix") }}\n\nNotes:\n{{ brief("mix") }}\n'
DOCUMENTS = {"guide": GUIDE, "worksheet": WORKSHEET, "slides": SLIDES}


def write_pack(folder: Path, spoil: tuple[str, str] = ("", ""), **documents: str) -> Path:
    """Write the pack; ``spoil`` replaces (a pattern, by) once in its session file, ``documents`` single documents."""
    folder.mkdir(parents=True, exist_ok=True)
    pattern, by = spoil
    text = re.sub(pattern, lambda _: by, SESSION, count=1) if pattern else SESSION
    assert not pattern or text != SESSION
    (folder / "session.toml").write_text(text, encoding="utf-8")
    for name, content in DOCUMENTS.items():
        for lang in ("en", "zh"):
            text = documents.get(f"{name}_{lang}", content)
            (folder / f"{name}.{lang}.md").write_text(text, encoding="utf-8")
    return folder
