"""How counts of people are told so that nobody learns a count of 1 … k − 1 (City.smallest_group).

One algorithm for surveys, pilots, figures and releases; each room only says what its groups and
their parts are. Nothing in here knows a model.

- groups: primary suppression (the minimum frequency rule) hides a group of fewer than k people;
  secondary, or complementary, suppression hides as many others as subtraction needs.
- scales: the same where an average or a spread is known besides the total.
- over_time: the same for what changed since it was told before, against differencing: the count of
  today minus the count of yesterday is a count of people too.
- kept: the same for the few counts of one page, told as a whole or not at all (city/keep_counts.py
  keeps them).

Sources: Hundepool, Domingo-Ferrer, Franconi, Giessing, Schulte Nordholt, Spicer and de Wolf,
Statistical Disclosure Control (Wiley, 2012), chapters 4 and 5 (frequency and magnitude tables:
minimum frequency, complementary suppression, linked tables, differencing); 개인정보보호위원회,
가명정보 처리 가이드라인 (deleting parts, aggregating, and checking what can be singled out, linked or
inferred). docs/small-groups.md says it in plain words.
"""
