/// The same bench by the letter, so that a change of a label or of an indent is seen.
extension DumpTests {
    static let master = #"""
         VRRP Instance = VI_1
           VRRP Version = 2
           State = MASTER
           Flags: none
           Wantstate = MASTER
           Number of config faults = 0
           Number of tracker faults = 0
           Flags of interface faults - (none)
           Number of track scripts init = 0
           Last transition = 1769860799.429687 (Sat Jan 31 12:59:59.429687 2026)
           Read timeout = 1769860800.429687 (Sat Jan 31 13:00:00.429687 2026)
           Master down timer = 3429687 usecs
           Interface = eth0
           Using src_ip = 172.20.128.2
           Multicast address 224.0.0.18
           Gratuitous ARP delay = 0
           Gratuitous ARP repeat = 5
           Gratuitous ARP refresh = 0
           Gratuitous ARP refresh repeat = 1
           Gratuitous ARP lower priority delay = 5
           Gratuitous ARP lower priority repeat = 5
           Down timer adverts = 3
           Send advert after receive lower priority advert = true
           Send advert after receive higher priority advert = false
           Virtual Router ID = 51
           Priority = 150
           Effective priority = 146
           Total priority = 146
           Advert interval = 1 sec
           Accept = enabled
           Preempt = enabled
           Promote_secondaries = disabled
           Authentication type = SIMPLE_PASSWORD
           Password = ********
           Virtual IP (1):
             172.20.128.4/24 dev eth0 scope global set
           fd_in 20, fd_out 20
           Tracked interfaces :
             eth1 weight 0
           Tracked scripts :
             web weight -20
           Tracked files :
             score, weight 2
           Tracked processes :
             worker, weight 10 reverse
           Using smtp notification = no
           Notify deleted = Fault
           Master state transition script = '/bin/m' 'it'\''s', uid:gid 0:0
           Notify priority changes = false
        """#.split(separator: "\n").map(String.init)

    static let script = """
         VRRP Script = web
           Command = '/usr/bin/curl' '-s' 'a b'
           Interval = 2 sec
           Timeout = 0 sec
           Weight = -20
           Rise = 2
           Fall = 3
           Result = 3
           Insecure = no
           Init state = unknown
           Status = GOOD
           Script uid:gid = 0:0
           VRRP instances :
           Tracking instances :
             VI_1, weight -20
           State = idle
           Health = up
           Reason = exec.exit
           Summary = evidence
        """.split(separator: "\n").map(String.init)

    static let file = """
         Track file = score
           File = /run/score
           Status = 3
           Weight = 2
           Tracking instances :
             VI_1, weight 2
           Health = up
           Reason = ok
           Summary = score 3
        """.split(separator: "\n").map(String.init)

    static let process = """
         VRRP Track process = worker
           Process = nginx
           Parameters = -g x
           Param match
           Min processes = 2
           Max processes = 5
           Current processes = 3
           Have quorum = true
           Weight = 10 reverse
           Terminate delay = 0.000000s
           Fork delay = 0.000000s
           Fork delay timer not running
           Terminate delay timer not running
           Full command = false
           Tracking instances :
             VI_1, weight 10 reverse
           Health = up
           Reason = ok
           Summary = 3 processes
        """.split(separator: "\n").map(String.init)

    static let counters = """
        VRRP Instance: VI_1
          Advertisements:
            Received: 0
            Sent: 1
          Became master: 1
          Released master: 0
          Packet Errors:
            Length: 0
            TTL: 1
            Invalid Type: 0
            Advertisement Interval: 0
            Address List: 0
          Authentication Errors:
            Invalid Type: 0
            Type Mismatch: 0
            Failure: 0
          Authentication Extension Errors:
            Missing: 0
            Malformed: 0
            Unknown Key: 0
            Invalid HMAC: 0
            Stale: 0
            Replay: 0
          Priority Zero:
            Received: 0
            Sent: 0
        VRRP Instance: VI_2
        """
}
