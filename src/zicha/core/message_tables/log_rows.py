"""Sentences about what the row log binds, and about the bytes of evidence."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "log.row_altered": LocalText(
        "{sort} 表第 {key} 行被改动，与绑定链第 {row} 项登记的内容不符。",
        "Row {key} of {sort} has been altered: it does not fit what entry {row} of the row log bound.",
    ),
    "log.row_missing": LocalText(
        "{sort} 表第 {key} 行被删除了（绑定链第 {row} 项登记过它）。",
        "Row {key} of {sort} has been deleted; entry {row} of the row log bound it.",
    ),
    "log.row_returned": LocalText(
        "{sort} 表第 {key} 行应已去掉（绑定链第 {row} 项），现在又有了。",
        "Row {key} of {sort} was taken away by entry {row} of the row log, and is there again.",
    ),
    "log.row_unbound": LocalText(
        "{sort} 表第 {key} 行不在绑定链中：它是绕过程序加入的。",
        "Row {key} of {sort} is not in the row log: it was put in from outside.",
    ),
    "log.row_gap": LocalText(
        "绑定链第 {row} 项缺失或被改动。", "Entry {row} of the row log is missing or has been altered."
    ),
    "log.rows_cut_off": LocalText(
        "绑定链从第 {row} 项起被截去：检查点 {file} 签过 {signed} 项。",
        "The row log was cut off from entry {row} on: checkpoint {file} was signed over {signed}.",
    ),
    "log.rows_rewritten": LocalText(
        "绑定链前 {signed} 项在签署检查点 {file} 之后被改写。",
        "The first {signed} entries of the row log were rewritten after checkpoint {file} was signed.",
    ),
    "log.file_missing": LocalText(
        "第 {seq} 条记录的佐证文件 {file} 不见了，而账里没有删除它的记录。请从备份找回 evidence 文件夹中的这个文件。",
        "The file {file} behind record {seq} is gone, and no erasure says so. Bring it back from a backup's evidence folder.",
    ),
    "log.file_altered": LocalText(
        "第 {seq} 条记录的佐证文件 {file} 的内容被改动。", "The file {file} behind record {seq} has been altered."
    ),
    "proofs.scheme_unbound": LocalText(
        "证明里的责任制方案 {scheme} 不是校验点所绑定的那一份。",
        "The scheme {scheme} in the proof is not the one that the checkpoint binds.",
    ),
    "proofs.rule_other": LocalText(
        "{figure}：证明写的计算规则不是方案里的规则。", "{figure}: the rule stated in the proof is not the scheme's."
    ),
    "proofs.scheme_bound": LocalText(
        "计算规则都出自校验点所绑定的责任制方案。", "Every rule is that of the scheme the checkpoint binds."
    ),
    "proofs.scheme_not_shown": LocalText(
        "没有核对计算规则：这份证明没有带校验点所绑定的方案。",
        "The rules were not checked: this proof does not show the scheme the checkpoint binds.",
    ),
}
