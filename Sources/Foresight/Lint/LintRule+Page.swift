extension LintRule {
    package var page: RulePage {
        switch self {
        case .weightBelowGap:
            RulePage(
                effect: "A check with a weight lowers the priority of the node it fails on. If what is left is still "
                    + "more than the priority of the next node, that node has no reason to take over: the check "
                    + "fails, the log says so, and the address stays on the broken node.",
                example: "Priorities 150 and 100, weight -30: the failure leaves 120, and 120 is more than 100. The "
                    + "address never moves.",
                fix: "Make the weight larger than the gap, with a margin: -60 for a gap of 50. Or write weight 0, "
                    + "which makes a failure a fault, whatever the priorities are. For several checks or more than "
                    + "two nodes baton plan weights finds weights that agree.",
                sight: "Every weighted check and interface of every node but the last in line, against the next node "
                    + "in line, everything else being fine. It is an error for the node that has the address when all "
                    + "is well, a warning for those behind it. It needs the files of two nodes."
            )
        case .weightEqualsGap:
            RulePage(
                effect: "A failure brings the holder down to exactly the priority of the next node. A backup does "
                    + "not take over from an equal, and a master does not give up for one, so whoever has the address "
                    + "keeps it.",
                example: "Priorities 150 and 100, weight -50: both have 100, and the broken node stays master.",
                fix: "Make the weight at least one larger than the gap; ten more leaves room for later changes.",
                sight: "The same states as W01. It needs the files of two nodes."
            )
        case .wrongSign:
            RulePage(
                effect: "A positive weight is added while the check passes, and nothing is taken off when it fails. "
                    + "Written where a negative one was meant, it lifts the node to the ceiling of 254, and a failure "
                    + "only brings it back to its own priority.",
                example: "Priorities 200 and 100, weight 101 on the first node: while all is well it has 301, cut to "
                    + "254; the failure leaves 200, and 200 is more than 100. With -101 it would be 99.",
                fix: "Write the weight as a negative number.",
                sight: "Positive weights without reverse, where either a failure does not move the address although "
                    + "the weight is larger than the gap, or the sum is cut at 254 and the same weight with a minus "
                    + "sign would move it. On one node alone: a weight of more than half the priority whose sum is "
                    + "cut."
            )
        case .ceiling:
            RulePage(
                effect: "A priority with weights is never more than 254. What two nodes have above that is cut for "
                    + "both, and the order that was meant is gone: they are equal, and the address stays wherever it "
                    + "is.",
                example: "Priorities 240 and 210, weight 50 on both: 290 and 260, both cut to 254.",
                fix: "Lower the priorities, or write negative weights: they only count while something is wrong.",
                sight: "The state in which everything is fine. It is an error where nodes become equal that were "
                    + "not, by a cut or by having exactly 254, a warning where a sum is cut and the order stays."
            )
        case .floor:
            RulePage(
                effect: "A priority with weights is never less than 1. A weight that goes below it is cut, so a "
                    + "second failure changes nothing, and two broken nodes are equal however different their "
                    + "failures.",
                example: "Priorities 150 and 100, weight -200: -50 and -100, both cut to 1. If the check fails on "
                    + "both, the incumbent keeps the address.",
                fix: "Write a smaller weight, or weight 0 where a failure is to end the node's part in the election.",
                sight: "A single failing check whose weight alone goes below 1, on at least two nodes or on a node "
                    + "alone: one that is cut is still below its peers. Several that only together do are not "
                    + "reported."
            )
        case .weightWithoutPreemption:
            RulePage(
                effect: "With nopreempt a backup leaves a master of lower priority alone as long as it is heard. A "
                    + "weight only lowers the priority of the master; it goes on advertising, so it stays master.",
                example: "Priorities 150 and 100, weight -60, nopreempt: the master has 90, the backup 100 and "
                    + "waits.",
                fix: "Remove nopreempt, and use preempt_delay against moves right after a reboot. Or write weight 0: "
                    + "a master in fault resigns, and then nopreempt does not matter.",
                sight: "Every node with nopreempt, and every weighted check of another node that would bring that "
                    + "one below it: an error, or a warning where a third node may take over instead. On one node alone: nopreempt beside any weight (warning)."
            )
        case .unwrittenWeight:
            RulePage(
                effect: "A check without a weight has weight 0, and that is the strongest there is: when it fails "
                    + "the instance is in fault and gives the address up. Some documents once said that the default "
                    + "is a small number.",
                example: "Priority 150, one check with weight -20 and one without: the first leaves 130, the second "
                    + "a fault.",
                fix: "Write weight 0 in the block of the check if a fault is meant; then nothing is said any more.",
                sight: "Instances that track both kinds. A weight 0 that stands in the tracking list itself is not "
                    + "seen; write it in the block of the check. It is a notice, for the mixture is often right."
            )
        case .sharedFault:
            RulePage(
                effect: "A check of something that all nodes share fails everywhere at once. With weight 0 that puts "
                    + "every node in fault, and then nobody holds the address, although every node could.",
                example: "Both nodes check the database at 10.0.0.9 with weight 0. It restarts: both are in fault, "
                    + "and the address is gone.",
                fix: "Give it a weight, so that the nodes lose the same and the order stays; or write "
                    + "scope shared in the check and blast_radius_guard in the instance, or all_unhealthy hold or best, so "
                    + "that somebody keeps the address; or keep weight 0 if the address is worth nothing without it, and "
                    + "silence the rule with that reason.",
                sight: "Checks of scope shared, and checks whose URL, host or command names a host that at least two "
                    + "nodes ask (on one node alone, as a notice: any host but this one). A name that leads to this "
                    + "node under another name is not recognised. Instances whose guards keep the address are left out."
            )
        case .neverFault:
            RulePage(
                effect: "Where every check has a weight, some node always has the highest rest of a priority and so "
                    + "the address, however broken all of them are. Where \"nobody\" would be better than \"a broken "
                    + "one\", a weight cannot say it.",
                example: "The same check is weight 0 on one node and -60 on the other (100): it fails on both, the "
                    + "first is in fault, and the second holds the address with 40.",
                fix: "Write weight 0 for the check without which the address is worth nothing.",
                sight: "What was wanted is not in a file, so only contradictions are seen: a check that is a fault "
                    + "on one node and weighted on its peer, and (as a notice) a notify_fault script that no check "
                    + "can bring about."
            )
        case .weightsOnlyTogether:
            RulePage(
                effect: "Each failure takes a little off, and no single one is enough: the node must break in "
                    + "several places before the address moves, or it never moves at all.",
                example: "Priorities 150 and 100, three checks of weight -5: 145, 140, 135, and 135 is more than "
                    + "100.",
                fix: "Give the checks that matter a weight larger than the gap, or weight 0.",
                sight: "Instances with at least two weights, where each failure alone leaves more than the next node "
                    + "has. It is an error where even all together do; then W01 and W02 are not said of each. It needs the files of "
                    + "two nodes."
            )
        case .minorsOutvote:
            RulePage(
                effect: "Weights add up. If the small ones together are as much as the large one, a node with "
                    + "several small failures loses to a node with the one large failure, and the address goes where "
                    + "it works less.",
                example: "Four checks of weight -5 and one of -15: a node with the four loses 20, one with the "
                    + "critical failure 15, and of two nodes with 101 and 100 it is the latter, 85 against 81, that "
                    + "holds the address.",
                fix: "Make the critical weight larger than the sum of the small ones and the gap, or make it 0.",
                sight: "Weights as a measure of how bad a failure is: the one largest of an instance against at "
                    + "least two smaller ones. With the peer's file it reports only where the order really turns."
            )
        case .unequalChecks:
            RulePage(
                effect: "A check that only one node has lowers only that node. The address then moves to a node that "
                    + "was never asked whether it works.",
                example: "a (150) tracks the web server with -60, b (100) tracks nothing: the server dies on both, a "
                    + "has 90, b still 100, and b serves nothing at the address.",
                fix: "Define and track the same checks with the same weights on every node.",
                sight:
                    "Names of checks, their weights and modes, for each virtual router. Another name for the same kind "
                    + "and argument counts as the same check. Interfaces are not compared; intervals and options are: "
                    + "see baton config diff. It needs the files of two nodes."
            )
        case .undefinedCheck:
            RulePage(
                effect: "A list that names a check which is nowhere defined tracks nothing by that line. keepalived "
                    + "writes one line to the log and starts anyway; batond refuses the file. A check that no list "
                    + "names runs and moves nothing.",
                example: "track_script { chk_ngnix } beside vrrp_script chk_nginx: the priority of 150 stays 150 "
                    + "whatever nginx does.",
                fix: "Correct the name; the message says which one is near. Remove what nothing tracks, or track it.",
                sight: "All names of a configuration; checks in mode observe are left out. An error of the parser "
                    + "cannot be silenced, for batond does not run the file."
            )
        case .printedResult:
            RulePage(
                effect: "Only how a script ends counts: 0 passes, everything else fails. What it prints is not "
                    + "looked at, and printing itself succeeds, so the check passes for ever.",
                example: "sh -c 'pidof nginx && echo 0 || echo 1': with nginx dead it prints 1 and ends with 0.",
                fix: "Write exit 1 in place of echo 1, or leave the whole tail away.",
                sight: "Command lines that end with echo, print or printf and a number or $?, unless exit or "
                    + "set -e stands before: pidof x && echo 0 fails where pidof does, and is fine. Scripts in files are not opened, and a "
                    + "check that reads output (expect_output, threshold, protocol json) is left out."
            )
        case .unfitProgram:
            RulePage(
                effect: "A program that cannot be started says nothing about the service. keepalived drops such a "
                    + "script, or takes it for a success, and the node stays master; baton takes the check for "
                    + "unknown, which on_unknown turns into a failure unless it says otherwise.",
                example: "script \"~/check.sh\": no shell reads the line, so a program named ~/check.sh is looked "
                    + "for. The check is unknown from the start, and with weight -60 a node of 150 has 90.",
                fix: "Write the whole path of an executable file, or /bin/sh -c '…'.",
                sight: "Names that only a shell could mean: variables, ~, patterns, words such as if and [[, "
                    + "relative paths, folders. Files may be another machine's, so the disk is looked at only with "
                    + "--this-host: then a missing or not executable program is reported too."
            )
        case .longTimeout:
            RulePage(
                effect: "A run that takes its timeout has failed. Where the timeout is as long as the interval, a "
                    + "slow run eats the time of the next; where it is longer, runs are left out. And where it is not "
                    + "written it is the interval, so that one slow fork on a busy host counts as a failure.",
                example: "interval 2, timeout 5, fall 3: three runs that hang take 15 s or more; with timeout 1 they "
                    + "take 5 s.",
                fix: "Write a timeout of about half the interval, and fall 2 or more.",
                sight: "Checks that ask from time to time. Without a written timeout it is a notice, and only for "
                    + "programs with fall 1."
            )
        case .hastyHealth:
            RulePage(
                effect: "fall and rise count results in a row, and both are 1 where nothing is written: a single "
                    + "lost packet moves the address, and a single good answer moves it back.",
                example: "interval 1, one answer in ten bad: two changes every 10 s, each with its own moment "
                    + "without service.",
                fix: "Write fall 2 or 3 and rise 2. Where failures alternate with successes no row is ever complete: "
                    + "write window 3/10.",
                sight: "Checks that ask from time to time and are tracked, where the word is not written at all; "
                    + "fall 1 that is written is taken for meant. Only rise is a notice. Processes, files and "
                    + "interfaces report what has happened, and need neither."
            )
        case .misspeltWord:
            RulePage(
                effect: "A word that its block does not know is left out, and what it should have set keeps its "
                    + "default.",
                example: "raise 3 in a vrrp_script: rise stays 1, and one good answer takes the address back.",
                fix: "Write the word that the message suggests, or remove the line.",
                sight: "Every word of every block. Words of other keepalived parts, such as virtual_server, are "
                    + "reported as not supported and not by this rule."
            )
        case .priorityOutOfRange:
            RulePage(
                effect: "A priority is a number of 8 bits: 1 to 254, and 255 for a node that owns the address. "
                    + "keepalived writes a line to the log and takes 100 in place of any other number, which can turn "
                    + "the order round; batond refuses the file.",
                example: "Priorities 300 and 200: the first becomes 100, and the second is master.",
                fix: "Write numbers from 1 to 254.",
                sight: "Every priority. It is an error of the parser and cannot be silenced."
            )
        case .weightOfOwner:
            RulePage(
                effect: "Priority 255 says that the address is this node's own. Such a node takes no weights: what "
                    + "would weigh it is not tracked at all.",
                example: "Priority 255, weight -60: the check fails, the priority stays 255, the address stays.",
                fix: "Use 254 at most, or weight 0.",
                sight: "Every weighted check and interface of an instance with 255, also where state MASTER without "
                    + "a priority makes it that."
            )
        case .weightInSyncGroup:
            RulePage(
                effect: "The members of a sync group are master together, and a weight would let one of them "
                    + "disagree. So weights do not count there: the check is not tracked, an interface becomes a "
                    + "fault.",
                example: "Two members of priority 150, a check of weight -60 on one: it fails, and both stay at 150.",
                fix: "Write weight 0, or sync_group_tracking_weight in the group if all members track alike.",
                sight: "Every weight of a member and of the group itself, unless sync_group_tracking_weight is "
                    + "written."
            )
        case .dependsOnRole:
            RulePage(
                effect: "Behind the virtual address is whoever is master. A backup that asks it learns about the "
                    + "master, a node that looks whether it has it learns its own role: the check follows the address "
                    + "and the address the check.",
                example: "Both nodes (150 and 100) check http://192.0.2.1/ with -60: the service fails on the "
                    + "master, both lose 60, 90 is more than 40, and the address stays.",
                fix: "Check 127.0.0.1, or an address that the node always has.",
                sight: "URLs, hosts and command lines that name a virtual address of the same configuration. A name "
                    + "that leads to it, and a script in a file, are not recognised."
            )
        case .wrongLayer:
            RulePage(
                effect: "A check is to tell this node from its peer. A check of something elsewhere, such as an API "
                    + "behind a load balancer, fails for both, or for reasons that moving the address does not mend.",
                example: "Both nodes (150 and 100) ask https://api.example.org/ with -60: it is down, 90 and 40 are "
                    + "left, nothing is better; with unequal timing the address moves and back.",
                fix: "Check what this node contributes. Where it is meant, write scope shared in the check.",
                sight: "URLs and hosts of checks and of curl, wget, nc and the like in command lines, that are not "
                    + "this node's: a warning where two nodes ask the same host, a notice on one node alone. ping is "
                    + "left out: it asks about the link."
            )
        case .sideEffect:
            RulePage(
                effect: "A check runs every few seconds on every node. One that restarts the service, kills a "
                    + "process or sets an address interferes with what it measures, and with the agent.",
                example: "interval 2, pidof app || systemctl restart app: the service crashes at once, and is "
                    + "restarted 30 times a minute while the check passes.",
                fix: "Only look. Restarts belong to the service manager, what follows a change of state to a notify "
                    + "script.",
                sight: "Known commands on command lines: systemctl restart, kill without -0, ip add, rm, reboot and "
                    + "their like. Scripts in files are not opened."
            )
        case .processLookup:
            RulePage(
                effect: "Ways to ask whether a process runs differ. pgrep compares names, which the kernel cuts at "
                    + "15 bytes; killall -0 needs the right to signal the process, which an unprivileged user has "
                    + "not.",
                example: "pgrep -x telegraf-collector, 18 bytes: it never finds anything, the check is down, and a "
                    + "node of 150 with -60 stays at 90.",
                fix: "Write pidof NAME, or a check with process NAME: both take long names and need no right.",
                sight: "pgrep and pkill without -f and a longer name; killall -0 in a check that runs as another "
                    + "user than root. Which killall is installed (busybox has fewer options) is not known."
            )
        case .processEvents:
            RulePage(
                effect: "keepalived learns of processes from a connector of the kernel that answers in the first "
                    + "network namespace only. In another one vrrp_track_process sees nothing.",
                example: "net_namespace blue and weight -60 at 150: the process dies, and keepalived stays at 150. "
                    + "baton holds a handle on each process instead, and has 90 at once.",
                fix: "Nothing for baton. For keepalived, a vrrp_script with pidof.",
                sight: "vrrp_track_process beside net_namespace. Whether the agent runs in a container is not in its "
                    + "file."
            )
        case .reversedPriorities:
            RulePage(
                effect: "The highest number wins. A file that calls one node MASTER and gives it the lower number "
                    + "makes the other one master as soon as both run.",
                example: "state MASTER with priority 1 on a, state BACKUP with priority 2 on b: b is master.",
                fix: "Exchange the numbers. 200 and 100 leave room for weights.",
                sight: "Nodes of state MASTER against those of state BACKUP with more. On one node alone: state "
                    + "MASTER with 10 or less. Files that write BACKUP everywhere say nothing of what is meant."
            )
        case .preemptionOfMaster:
            RulePage(
                effect: "nopreempt and preempt_delay are for a node that starts as a backup. With state MASTER or "
                    + "priority 255 both are left out, and the node takes the address as soon as it is there.",
                example: "state MASTER, priority 150, nopreempt: after a reboot it takes the address from the 100 "
                    + "that has it.",
                fix: "Write state BACKUP on every node.",
                sight: "Every instance."
            )
        case .slowFirstResult:
            RulePage(
                effect: "Until a check has its first result its weight counts for nothing. A node that has just booted "
                    + "would compete at its full priority and take the address before its service is up. baton "
                    + "therefore waits for first results, up to startup_timeout, and takes one that does not come for "
                    + "a failure. A check that starts as up, or whose missing result is to be ignored, undoes both.",
                example: "Priority 150, weight -60, interval 2, fall 3, init pass: the node boots, takes the address "
                    + "from the 100 that has it, and gives it back 6 s later, when the third failure leaves 90.",
                fix: "Write init fail, or leave init away; on_unknown fail, or a timeout below startup_timeout.",
                sight: "Weighted checks that ask from time to time: init pass where the instance preempts at once, and "
                    + "on_unknown ignore with a timeout and start_offset beyond startup_timeout. How long the service "
                    + "itself takes is not known. keepalived has no such wait for weighted scripts at all."
            )
        }
    }
}
