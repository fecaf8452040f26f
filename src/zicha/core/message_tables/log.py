"""Sentences about the log: what was proven, and what was found altered."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "log.fine": LocalText(
        "核验通过：{size} 条记录完整无改动，与 {checkpoints} 个检查点一致。根：{root}",
        "Verified: {size} records are whole and unaltered, and agree with {checkpoints} checkpoints. Root: {root}",
    ),
    "log.proof": LocalText(
        "第 {seq} 条在 {size} 条的日志中。\n叶：{leaf}\n根：{root}",
        "Record {seq} is in the log of {size}.\nLeaf: {leaf}\nRoot: {root}",
    ),
    "log.no_such_row": LocalText(
        "没有第 {seq} 条记录；日志共 {size} 条，从 1 起。", "There is no record {seq}; the log holds {size}, from 1."
    ),
    "log.missing_row": LocalText("第 {seq} 条记录被删除了。", "Record {seq} has been deleted."),
    "log.body_altered": LocalText(
        "第 {seq} 条记录的正文被改动，与日志中的哈希不符。",
        "The body of record {seq} has been altered: it does not fit its hash in the log.",
    ),
    "log.column_altered": LocalText(
        "第 {seq} 条记录的“{column}”列被改动，与正文不符。",
        "Column {column} of record {seq} has been altered: it does not fit the body.",
    ),
    "log.unit_gap": LocalText(
        "第 {seq} 条记录在单位 {unit} 内的编号应为 {expected}，实为 {found}：有记录被插入、调换或删除。",
        "Record {seq} should be number {expected} of unit {unit} but is {found}: "
        "a record was inserted, swapped or deleted.",
    ),
    "log.entry_gap": LocalText(
        "第 {seq} 条记录称自己是条目 {entry} 的第 {found} 次修订，但它之前的修订对不上。",
        "Record {seq} says it is revision {found} of entry {entry}, but those before it do not lead there.",
    ),
    "log.personal_altered": LocalText(
        "第 {seq} 条记录的“{field}”被改动，与登记时的承诺值不符。",
        "The value {field} of record {seq} has been altered: it does not fit what was committed to.",
    ),
    "log.sheet_altered": LocalText(
        "第 {seq} 条记录的签到名单被改动。", "The attendance sheet of record {seq} has been altered."
    ),
    "log.evidence_altered": LocalText(
        "第 {seq} 条记录的佐证材料清单被改动。", "The list of evidence of record {seq} has been altered."
    ),
    "log.fact_altered": LocalText(
        "由第 {seq} 条记录算出的查询表与它不符；请运行 zicha rebuild 重新计算。",
        "What was derived from record {seq} does not fit it; run zicha rebuild to derive it anew.",
    ),
    "log.file_broken": LocalText("数据库文件已损坏（{fault}）。", "The database file is damaged ({fault})."),
    "log.file_damaged": LocalText(
        "记录都在，也没有改动，但数据库文件有损坏（{fault}）。请不要改动它，先另存一份，再用备份恢复。",
        "The records are whole and unaltered, but the database file is damaged ({fault}). Leave it as it is, keep a copy, and restore from a backup.",
    ),
    "log.node_altered": LocalText(
        "日志中第 {first} 至 {last} 条的节点（第 {level} 层）缺失或被改动，与记录不符。",
        "The log's node over records {first} to {last} (level {level}) is missing or altered: it does not fit them.",
    ),
    "log.added_row": LocalText(
        "第 {seq} 条记录不在日志中（日志共 {size} 条）：它是绕过程序加入的，或日志尾部被改动。",
        "Record {seq} is not in the log of {size}: it was put in from outside, or the log's head was altered.",
    ),
    "log.added_node": LocalText(
        "日志多出了不属于这 {size} 条记录的节点。", "The log holds nodes that do not belong to its {size} records."
    ),
    "log.added_fact": LocalText(
        "查询表多出了不属于这 {size} 条记录的行；请运行 zicha rebuild 重新计算。",
        "Derived rows do not belong to the {size} records; run zicha rebuild to derive them anew.",
    ),
    "log.key_missing": LocalText(
        "有检查点 {file}，但数据文件夹中没有 log-key.pub；请用 --key 给出公钥。",
        "There is a checkpoint {file} but no log-key.pub in the data folder; name the public key with --key.",
    ),
    "log.key_unreadable": LocalText(
        "“{key}”不是公钥；请给出“名称+编号+公钥”形式的一行文字。",
        "“{key}” is no public key; give the line of the form name+id+key.",
    ),
    "log.key_file_broken": LocalText(
        "签名密钥文件 {path} 已损坏；请从备份恢复。", "The key file {path} is broken; restore it from a backup."
    ),
    "log.checkpoint_unsigned": LocalText(
        "检查点 {file} 的签名无效：它被改动，或不是用这把密钥签的（{error}）。",
        "The signature of checkpoint {file} is not valid: it was altered, or another key signed it ({error}).",
    ),
    "log.checkpoint_foreign": LocalText(
        "检查点 {file} 属于另一个日志，或文件名与内容不符。",
        "Checkpoint {file} belongs to another log, or its name does not fit what it says.",
    ),
    "log.cut_off": LocalText(
        "从第 {seq} 条起的记录被截去：检查点 {file} 签过 {signed} 条，现在只有 {size} 条。",
        "Records from {seq} on were cut off: checkpoint {file} was signed over {signed}, and there are only {size}.",
    ),
    "log.rewritten": LocalText(
        "前 {signed} 条记录在签署检查点 {file} 之后被改写。",
        "The first {signed} records were rewritten after checkpoint {file} was signed.",
    ),
    "log.unsigned": LocalText(
        "账链头没有签上名：{path} 读不了或写不了（没有权限、磁盘已满或只读）。请管理员检查后运行 zicha log checkpoint。",
        "The log's head could not be signed: {path} cannot be read or written (no permission, a full or read-only "
        "disk). Ask whoever runs this installation to look into it and run zicha log checkpoint.",
    ),
    "log.not_covered": LocalText(
        "最近一次签名之后又有新的记录，这里又不能签名，所以文件末尾没有校验点。服务每十分钟签一次名，请稍后再取。",
        "Something was recorded after the last signature, and nothing can be signed here, so the file ends without a "
        "checkpoint. The server signs every ten minutes; take the file again then.",
    ),
    "proofs.malformed": LocalText(
        "这份证明的内容残缺或格式不对，无法核验。请向出具单位重新索取。",
        "This proof is incomplete or malformed and cannot be checked. Ask the unit that issued it for another.",
    ),
    "proofs.no_bundle": LocalText(
        "文件不是自查的证明，或者是旧版本写出的。请给出 zicha export bundle 写出的文件。",
        "The file is no proof, or an earlier version wrote it. Give a file written by zicha export bundle.",
    ),
    "proofs.archive": LocalText(
        "这是压缩包或 Word 文件，里面没有证明。报告的归档包用 zicha report verify-bundle 核验；证明由 zicha export bundle 另外写出。",
        "This is an archive or a Word file and holds no proof. Check an archived report with zicha report "
        "verify-bundle; zicha export bundle writes the proof.",
    ),
    "proofs.unsigned": LocalText(
        "证明上的校验点没有 {name} 的有效签名：不是这个台账出具的，或者被改过。",
        "The checkpoint in the proof has no valid signature of {name}: it is of another ledger, or was altered.",
    ),
    "proofs.no_close": LocalText(
        "证明里没有封账记录，不能说明记录是否齐全。",
        "The proof holds no close entry, so it cannot show that nothing is left out.",
    ),
    "proofs.not_in_log": LocalText(
        "第 {seq} 条记录不在签名的账链中，或者内容被改过。", "Record {seq} is not in the signed log, or was altered."
    ),
    "proofs.gap": LocalText(
        "单位 {unit} 的第 {expected} 条记录缺失或次序不对：有记录被漏掉、添加或调换。",
        "Record {expected} of unit {unit} is missing or out of order: one was left out, added or swapped.",
    ),
    "proofs.unit_unknown": LocalText(
        "封账记录里单位 {unit} 的末号与证明不符。",
        "The close entry says another last number for unit {unit} than the proof.",
    ),
    "proofs.fine": LocalText(
        "核验通过：{records} 条记录都在 {origin} 的账链中（共 {size} 条），没有遗漏。",
        "Verified: all {records} records are in the log of {origin} ({size} in all), and none is left out.",
    ),
    "proofs.withheld": LocalText(
        "其中 {withheld} 条只给出哈希；它们是不是谈心谈话等不公开的类型，证明说明不了。",
        "{withheld} of them are shown by their hash alone; that they are of private kinds cannot be shown here.",
    ),
    "proofs.recounted": LocalText("重算相符的数字：{count} 个。", "Figures recounted and equal: {count}."),
    "proofs.not_recounted": LocalText("没有重算的数字：{count} 个：", "Figures not recounted: {count}:"),
    "proofs.differs": LocalText(
        "{figure}：证明写的是 {stated}，按记录重算是 {found}。", "{figure}: stated {stated}, recounted {found}."
    ),
    "proofs.key_needed": LocalText(
        "核验文件要有出具单位的公钥：--key 后面写公钥，或写存公钥的文件。",
        "Checking a file needs the issuer's public key: give it, or a file that holds it, after --key.",
    ),
    "cli.help.export_bundle": LocalText(
        "写出报告的证明：数字背后的全部记录、在账链中的位置和签名。",
        "Write a report's proof: all records behind its figures, their place in the log, the signature.",
    ),
    "cli.help.log_close": LocalText(
        "封账：记下各单位到此为止的记录数。", "Close the books: commit to how far every unit has come."
    ),
    "cli.closed": LocalText("已封账：第 {seq} 条，{units} 个单位。", "Closed: record {seq}, {units} units."),
    "log.not_a_checkpoint": LocalText(
        "这不是本台账的校验点，或者与保存的那一份对不上。",
        "This is no checkpoint of this ledger, or not the one that is kept.",
    ),
    "witness.no_request": LocalText(
        "这不是交给见证方的请求。请用 zicha log checkpoint --for-witness 写出的文件。",
        "This is no request to a witness. Give a file written by zicha log checkpoint --for-witness.",
    ),
    "witness.unsigned": LocalText(
        "请求里的校验点没有 {name} 的有效签名，不予见证。",
        "The checkpoint has no valid signature of {name}; it is not witnessed.",
    ),
    "witness.key_needed": LocalText(
        "第一次见证 {name} 要给出它的公钥：--key 后面写公钥，或写存公钥的文件。请从另一条可靠的路取得公钥。",
        "To witness {name} for the first time its public key is needed: give it after --key. Get it by another way you trust.",
    ),
    "witness.other_key": LocalText(
        "{name} 的公钥与上次见证时不同，不予见证。请向对方核实。",
        "The key of {name} is not the one of last time; it is not witnessed. Ask its keeper.",
    ),
    "witness.busy": LocalText(
        "另一个进程（{number}）正在 {folder} 里见证，等了 {seconds} 秒还没有做完，这次没有见证。请稍后再试；它要是卡住了，可以直接结束。",
        "Another process ({number}) is witnessing in {folder} and was not done after {seconds} s; nothing was witnessed. Try again in a moment; if it hangs, it may be ended.",
    ),
    "witness.other_size": LocalText(
        "上次见证到第 {seen} 条，这份请求从第 {asked} 条起证明。请对方按 {seen} 重新写出请求。",
        "The last head witnessed had {seen} records; this request starts from {asked}. Ask for one that starts from {seen}.",
    ),
    "witness.shrunk": LocalText(
        "台账变短了：上次见证到第 {seen} 条，现在只有 {size} 条。不予见证；历史可能被改写，请保留这份请求。",
        "The log has shrunk from {seen} records to {size}. It is not witnessed: history may have been rewritten. Keep this request.",
    ),
    "witness.rewritten": LocalText(
        "这份校验点（{size} 条）接不上上次见证的第 {seen} 条：历史被改写。不予见证，请保留这份请求。",
        "The head of {size} records does not continue the {seen} witnessed before: history was rewritten. Keep this request.",
    ),
    "witness.rows_gone": LocalText(
        "这个校验点没有签绑定链（方案、单位、席位），而上次见证时绑定链有 {seen} 项。不予见证，请留存这份请求。",
        "The checkpoint signs no row log, and it had {seen} entries when last witnessed. It is not witnessed; keep this request.",
    ),
    "witness.rows_silent": LocalText(
        "这份请求没有带绑定链的证明，而上次见证时绑定链有 {seen} 项。请出具单位升级后重新写出请求。",
        "This request shows nothing of the row log, which had {seen} entries when last witnessed. Ask for one by a newer version.",
    ),
    "witness.other_rows": LocalText(
        "上次见证时绑定链有 {seen} 项，这份请求从 {asked} 项算起。请对方加上 --rows {seen} 重新写出。",
        "The row log had {seen} entries when last witnessed; this request starts from {asked}. Ask for one with --rows {seen}.",
    ),
    "witness.rows_shrunk": LocalText(
        "绑定链（方案、单位、席位）从 {seen} 项缩短到 {size} 项。不予见证：历史可能被改写。请留存这份请求。",
        "The row log (schemes, units, seats) has shrunk from {seen} entries to {size}. It is not witnessed; keep this request.",
    ),
    "witness.rows_rewritten": LocalText(
        "绑定链的 {size} 项接不上见证过的 {seen} 项：方案、单位或席位的历史被改写。请留存这份请求。",
        "The row log of {size} entries does not continue the {seen} witnessed before: it was rewritten. Keep this request.",
    ),
    "witness.state_broken": LocalText(
        "见证方的文件 {path} 读不出来。请从备份恢复，不要删除：删了就记不得见证过什么。",
        "The witness's file {path} cannot be read. Restore it from a backup; deleting it forgets what was witnessed.",
    ),
    "cli.option.without_people": LocalText(
        "不给出签到席位和人员编号；按人去重的数字因此不能重算",
        "show no seats and no ids of people; different people can then not be counted anew",
    ),
    "cli.help.log_witness": LocalText(
        "见证别人的账链：核对它接得上上次见证的链头，然后加签。",
        "Witness somebody else's log: check that it continues the head seen last, and cosign.",
    ),
    "cli.help.log_keep": LocalText("收下见证方加签的校验点。", "Keep a checkpoint that a witness has cosigned."),
    "cli.option.for_witness": LocalText(
        "写出交给见证方的请求；后面写见证方上次见到的条数，第一次写 0",
        "print the request to a witness; the number is the size it saw last, 0 for the first time",
    ),
    "cli.option.witness_rows": LocalText(
        "见证方上次见到的绑定链项数；一般不用写，见证方问到时再写",
        "the size of the row log the witness saw last; only needed if the witness asks for it",
    ),
    "cli.option.witness_folder": LocalText("见证方自己的文件夹", "the witness's own folder"),
    "cli.option.witness_key": LocalText("被见证台账的公钥，第一次必填", "public key of the log; needed the first time"),
}
