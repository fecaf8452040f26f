"""Sentences about the key that signs the log's head."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "log.key_lost": LocalText(
        "签名密钥 {path} 不见了，而这个台账以前签过名。请从备份恢复；确实丢失时运行 zicha log rotate-key --lost 换用新密钥。没有签名，什么也没有改动。",
        "The signing key {path} is gone, though this ledger was signed before. Restore it from a backup; "
        "if it is lost for good, run zicha log rotate-key --lost. Nothing was signed and nothing changed.",
    ),
    "log.key_other": LocalText(
        "签名密钥 {path} 与 log-key.pub 不是一对：其中一个被换过。请从备份恢复这两个文件；若是更换密钥时中断，请再运行一次 zicha log rotate-key。",
        "The signing key {path} does not belong to log-key.pub: one of the two was exchanged. Restore both from a "
        "backup; if a change of keys was cut off, run zicha log rotate-key again.",
    ),
    "log.key_none": LocalText(
        "这个台账还没有签过名，不用更换密钥；第一次签名时会生成密钥。",
        "Nothing of this ledger was signed yet, so there is no key to replace; one is made when it is signed first.",
    ),
    "log.key_retired": LocalText(
        "检查点 {file} 是用已停用的密钥在停用之后签的，不能算数。",
        "Checkpoint {file} was signed with a former key after another had taken its place; it does not count.",
    ),
    "cli.help.log_rotate_key": LocalText(
        "更换签名密钥：新公钥写入账链，由原密钥签名。",
        "Change the signing key: the log names the new one and the former one signs that.",
    ),
    "cli.option.lost": LocalText(
        "原密钥已丢失或泄露：不用它签名，账链里注明",
        "the former key is lost or in strange hands: it signs nothing more",
    ),
    "cli.key_rotated": LocalText(
        "已换用新密钥（第 {seq} 条记录）。原密钥的签名只对前 {until} 条算数。\n请把新的 log-key.pub 交给收件单位和见证方：\n{key}",
        "A new key signs from now on (record {seq}). The former key's signatures count for the first {until} records.\n"
        "Hand the new log-key.pub to receivers and witnesses:\n{key}",
    ),
    "cli.key_lost_told": LocalText(
        "原密钥没有为此签名：只认得原公钥的人，无法由它得知新公钥，请走另一条可靠的路（纸面、电话）告知。以前的检查点和证明仍然有效；原密钥签过、但这里没有保存的账链头，从此不能算数。",
        "The former key did not sign this: whoever knows only its public half cannot learn the new one from it; tell "
        "them by another way you trust, on paper or by telephone. Earlier checkpoints and proofs stay valid; heads "
        "that the former key signed and that are not kept here no longer count.",
    ),
}
