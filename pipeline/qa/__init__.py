"""The datasets against hand-checked fixtures, and one run against another, cell by cell.

`fixtures` and `outputs` read both sides, `diff` compares them (`align` pairs the rows, `edits`
the characters), `differences` lists what differs, `figures` counts, `against` compares two runs,
`text` and `report` show it, `accept` writes a new fixture. Nothing here changes a dataset.
"""
