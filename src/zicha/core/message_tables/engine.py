"""Sentences about the database engine, the replica and the place of the files."""

from zicha.core.text import LocalText

SENTENCES: dict[str, LocalText] = {
    "engine.setting_off": LocalText(
        "PostgreSQL 的 {name} 关着，断电会丢失已经登记的内容，所以没有打开。请在 postgresql.conf 里写 {name} = on，重新载入配置；也看看有没有用 ALTER DATABASE 或 ALTER ROLE 把它关掉。",
        "PostgreSQL's {name} is off: a power cut would lose what was recorded, so nothing was opened. Set {name} = on in postgresql.conf and reload it; see too that no ALTER DATABASE or ALTER ROLE turns it off.",
    ),
    "engine.wait_seconds": LocalText(
        "ZICHA_WAIT_SECONDS 不能是“{value}”。请写 {first} 到 {last} 之间的整数（秒），或去掉它。",
        "ZICHA_WAIT_SECONDS cannot be “{value}”. Write a whole number of seconds from {first} to {last}, or unset it.",
    ),
    "engine.number": LocalText(
        "{name} 不能是“{value}”。请写一个从 1 起的整数，或去掉它。",
        "{name} cannot be “{value}”. Write a whole number from 1 on, or unset it.",
    ),
    "engine.time_zone": LocalText(
        "{name} 写的时区“{value}”不存在。请写 Asia/Shanghai 这样的名称，或去掉它。",
        "{name} names no time zone that is known: “{value}”. Write a name such as Asia/Shanghai, or unset it.",
    ),
    "engine.isolation": LocalText(
        "数据库默认的隔离级别是 {found}，应为 read committed。请把 default_transaction_isolation 改回来（postgresql.conf、ALTER DATABASE、ALTER ROLE 都看一下）。",
        "The database works at isolation level {found} by default and must at read committed. Set default_transaction_isolation back (see postgresql.conf, ALTER DATABASE and ALTER ROLE).",
    ),
    "engine.is_replica": LocalText(
        "DATABASE_URL 指的是一个只读副本，不能登记。请写主库的地址；副本的地址写在 DATABASE_REPLICA_URL 里。",
        "DATABASE_URL names a replica, which cannot be written to. Give the primary's address there, and the replica's in DATABASE_REPLICA_URL.",
    ),
    "engine.too_old": LocalText(
        "PostgreSQL {found} 太旧，至少要 {least}。请升级数据库服务器（pg_upgrade），再运行。",
        "PostgreSQL {found} is too old; {least} is the least. Upgrade the server (pg_upgrade), then run this again.",
    ),
    "engine.too_old_for_driver": LocalText(
        "数据库服务器太旧（{message}）。请升级数据库服务器（pg_upgrade），再运行。",
        "The database server is too old ({message}). Upgrade it (pg_upgrade), then run this again.",
    ),
    "engine.no_checksums": LocalText(
        "PostgreSQL 没有打开页校验和，磁盘悄悄出错时不会报。停机后运行 pg_checksums --enable 即可打开。",
        "PostgreSQL keeps no page checksums, so a disk that errs silently is not noticed. Stop the server and run pg_checksums --enable.",
    ),
    "engine.network_folder": LocalText(
        "{folder} 在网络文件系统（{kind}）上，SQLite 的锁和落盘在那里靠不住，可能丢失记录，所以没有打开。请把数据文件夹放到本机磁盘上，或改用 PostgreSQL（DATABASE_URL）。",
        "{folder} is on a network file system ({kind}), where SQLite's locks and syncs do not hold and records can be lost, so nothing was opened. Put the data folder on a local disk, or use PostgreSQL (DATABASE_URL).",
    ),
    "engine.replica_address": LocalText(
        "DATABASE_REPLICA_URL（{value}）用不了：要写成 postgresql://用户:密码@主机:5432/库名，并且 DATABASE_URL 要写主库的地址。",
        "DATABASE_REPLICA_URL ({value}) cannot be used: write postgresql://user:password@host:5432/name, and give the primary's address in DATABASE_URL.",
    ),
    "engine.replica_gone": LocalText(
        "副本连不上，现在都读主库。请检查 DATABASE_REPLICA_URL，以及副本是否已启动；连上以后会自动用回副本。",
        "The replica cannot be reached, so everything is read from the primary. Check DATABASE_REPLICA_URL and whether the replica is running; it is used again once it answers.",
    ),
    "engine.replica_other": LocalText(
        "DATABASE_REPLICA_URL 指的不是这个主库的副本（是别的数据库，或者已经升为主库），所以不读它。请改正地址，或用 pg_basebackup -R 重做副本。",
        "DATABASE_REPLICA_URL names no replica of this primary (it is another database, or was promoted), so it is not read. Mend the address, or make the replica anew with pg_basebackup -R.",
    ),
    "engine.replica_behind": LocalText(
        "副本落后主库 {seconds} 秒，看板和报告上会缺最近登记的内容。请看副本的日志和网络。",
        "The replica is {seconds} s behind the primary; boards and reports lack what was recorded last. See the replica's log and network.",
    ),
    "engine.replica_in_step": LocalText(
        "看板和报告读自副本，落后 {seconds} 秒", "Boards and reports are read from the replica, {seconds} s behind"
    ),
    "engine.read_from_replica": LocalText("读自副本，与主库一致。", "Read from the replica; nothing is missing."),
    "engine.read_from_replica_behind": LocalText(
        "读自副本，最多落后 {seconds} 秒：最近登记的内容可能还没有。要最新的，请去掉 DATABASE_REPLICA_URL 再运行。",
        "Read from the replica, at most {seconds} s behind: what was recorded last may be missing. Run it without DATABASE_REPLICA_URL for the latest.",
    ),
    "engine.replica_not_read": LocalText(
        "副本没有跟上或连不上，这些报告读自主库。",
        "The replica has fallen behind or cannot be reached; these reports are read from the primary.",
    ),
    "evidence.place": LocalText(
        "ZICHA_EVIDENCE（{value}）看不懂。请写成 s3://桶名/前缀?endpoint=https://主机:端口&region=地区，密钥不要写在里面；用数据文件夹就去掉它。",
        "ZICHA_EVIDENCE ({value}) cannot be read. Write s3://bucket/prefix?endpoint=https://host:port&region=name, without keys in it, or unset it to use the data folder.",
    ),
    "evidence.no_extra": LocalText(
        "把材料放进桶里要装附加组件：pip install 'zicha[s3]'（或按 requirements/s3.txt 安装）。",
        "Keeping files in a bucket needs an extra: pip install 'zicha[s3]', or install requirements/s3.txt.",
    ),
    "evidence.no_keys": LocalText(
        "设了 ZICHA_EVIDENCE，但没有密钥。请设置环境变量 {names}。",
        "ZICHA_EVIDENCE is set, but there are no keys. Set the variables {names}.",
    ),
    "evidence.no_bucket": LocalText(
        "没有 {place} 这个桶。请先建好，或改正 ZICHA_EVIDENCE。",
        "There is no bucket {place}. Make it first, or correct ZICHA_EVIDENCE.",
    ),
    "evidence.bucket_refused": LocalText(
        "{place} 拒绝了这次操作（{message}），没有登记。请检查密钥的权限和桶的设置，再做一次。",
        "{place} refused this ({message}), and nothing was recorded. Check the key's rights and the bucket's settings, then do it again.",
    ),
    "evidence.bucket_unreachable": LocalText(
        "{place} 连不上（{host}），没有登记。请稍后再做一次；一直不行，请检查网络和 ZICHA_EVIDENCE。",
        "{place} cannot be reached ({host}), and nothing was recorded. Do it again later; if it goes on, check the network and ZICHA_EVIDENCE.",
    ),
    "evidence.left_behind": LocalText(
        "记录里的内容已经删掉，但文件 {file} 还在存储里（{message}）。存储恢复以后请运行 zicha retain，它会删掉。",
        "What the records held is gone, but the file {file} is still in the store ({message}). Run zicha retain once the store is back; it removes it.",
    ),
    "evidence.no_target": LocalText(
        "要搬到哪里？请在 ZICHA_EVIDENCE 里写出桶的地址：s3://桶名/前缀?endpoint=https://主机:端口。",
        "Where to? Give the bucket's address in ZICHA_EVIDENCE: s3://bucket/prefix?endpoint=https://host:port.",
    ),
    "evidence.torn": LocalText(
        "文件 {file} 已经损坏，内容与名字里的哈希不符，没有搬。请从备份里找回它，再运行一次。",
        "The file {file} is damaged: its bytes are not those its name says. It was not moved; bring it back from a backup and run this again.",
    ),
    "evidence.not_arrived": LocalText(
        "文件 {file} 放进桶以后读出来不一样，所以没有从文件夹里删掉。请检查桶，再运行一次。",
        "The file {file} reads differently from the bucket, so it stays in the folder. Check the bucket and run this again.",
    ),
    "evidence.bucket": LocalText("材料存放在 {place}", "Files are kept in {place}"),
    "evidence.bucket_and_folder": LocalText(
        "材料存放在 {place}，还有 {count} 个在数据文件夹里；运行 zicha evidence move 可以搬过去",
        "Files are kept in {place}; {count} are still in the data folder. zicha evidence move takes them there",
    ),
    "evidence.moved": LocalText(
        "已搬到 {place}：{moved} 个文件，逐个读回核对过；另有 {already} 个原来就在。",
        "Moved to {place}: {moved} files, each read back and compared; {already} were there already.",
    ),
    "evidence.moving": LocalText("正在搬 {done}/{total}", "moving {done}/{total}"),
    "cli.help.evidence": LocalText("佐证材料存放的地方。", "Where the files behind records are kept."),
    "cli.help.evidence_move": LocalText(
        "把材料从数据文件夹搬进桶里，逐个核对，可中断再续。",
        "Move files from the data folder into the bucket, compare each; may be cut off and run again.",
    ),
    "engine.only_postgresql": LocalText(
        "SQLite 的表不能按月分区，也不需要。要分区，请先用 zicha move 搬到 PostgreSQL。",
        "SQLite cannot cut a table by month, and need not. To do it, move to PostgreSQL first (zicha move).",
    ),
    "engine.partitioned": LocalText("事实表现在分为 {pieces} 块。", "The table of facts now lies in {pieces} pieces."),
    "cli.help.partition": LocalText(
        "在 PostgreSQL 里按月切分事实表（monthly），或合成一块（whole）。",
        "In PostgreSQL, cut the table of facts by month (monthly), or put it together (whole).",
    ),
    "engine.file_system_unknown": LocalText(
        "不知道 {folder} 在什么文件系统上。请确认它在本机磁盘上，不在网络盘上。",
        "Which file system {folder} is on is not known. Make sure it is a local disk, not one of the network.",
    ),
}
