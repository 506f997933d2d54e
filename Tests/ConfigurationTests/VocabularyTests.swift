import Checks
import Configuration
import Testing
import VRRP

/// Every keyword of keepalived 2.4.3's VRRP half is known by name: it works, or is said not to yet; none is "unknown".
@Suite struct VocabularyTests {
    static let rootWords = """
        net_namespace net_namespace_ipvs namespace_with_ipsets instance use_pid_dir child_wait_time \
        linkbeat_use_polling linkbeat_interfaces interface_up_down_delays static_ipaddress static_routes static_rules \
        track_group garp_group vrrp_script vrrp_track_process track_file vrrp_track_file vrrp_instance \
        vrrp_sync_group global_defs virtual_server virtual_server_group SSL bfd_instance
        """

    static let globalWords = """
        process_names process_name vrrp_process_name use_symlink_paths set_supplementary_groups router_id \
        notification_email notification_email_from smtp_server smtp_helo_name smtp_connect_timeout smtp_alert \
        smtp_alert_vrrp no_email_faults startup_script shutdown_script startup_script_timeout \
        shutdown_script_timeout max_auto_priority min_auto_priority_delay dynamic_interfaces default_interface \
        disable_local_igmp v3_checksum_as_v2 vrrp_mcast_group4 vrrp_mcast_group6 vrrp_garp_master_delay \
        vrrp_garp_master_repeat vrrp_garp_master_refresh vrrp_garp_master_refresh_repeat vrrp_garp_lower_prio_delay \
        vrrp_garp_lower_prio_repeat vrrp_down_timer_adverts vrrp_garp_interval vrrp_gna_interval vrrp_min_garp \
        vrrp_garp_extra_if vrrp_vmac_garp_intvl vrrp_lower_prio_no_advert vrrp_higher_prio_send_advert \
        vrrp_owner_ignore_adverts vrrp_version vrrp_iptables vrrp_ipsets nftables nftables_priority nftables_ifindex \
        nftables_counters vrrp_check_unicast_src vrrp_skip_check_adv_addr vrrp_strict vrrp_priority vrrp_no_swap \
        vrrp_rt_priority vrrp_cpu_affinity vrrp_rlimit_rttime vrrp_rlimit_rtime notify_fifo vrrp_notify_fifo \
        notify_fifo_script vrrp_notify_fifo_script vrrp_notify_priority_changes fifo_write_vrrp_states_on_reload \
        snmp_socket enable_traps enable_snmp_vrrp enable_snmp_keepalived enable_snmp_rfc enable_snmp_rfcv2 \
        enable_snmp_rfcv3 enable_snmp_checker enable_dbus dbus_service_name dbus_no_interface_name script_user \
        enable_script_security vrrp_netlink_cmd_rcv_bufs vrrp_netlink_cmd_rcv_bufs_force \
        vrrp_netlink_monitor_rcv_bufs vrrp_netlink_monitor_rcv_bufs_force process_monitor_rcv_bufs \
        process_monitor_rcv_bufs_force lvs_netlink_cmd_rcv_bufs vrrp_rx_bufs_policy vrrp_rx_bufs_multiplier \
        vrrp_startup_delay vrrp_delay_after_boot log_unknown_vrids vmac_prefix vmac_addr_prefix umask random_seed \
        reload_check_config reload_time_file reload_repeat reload_file include_check config_save_dir \
        tmp_config_directory data_use_instance json_version iproute_usr_dir iproute_etc_dir state_dump_file \
        stats_dump_file json_dump_file lvs_sync_daemon checker_process_name bfd_process_name nftables_ipvs \
        rs_init_notifies no_checker_emails smtp_alert_checker snmp_vs_stats_update_interval \
        snmp_rs_stats_update_interval
        """

    static let instanceWords = """
        state interface vrf virtual_router_id version priority advert_int use_vmac use_vmac_addr vmac_xmit_base \
        use_ipvlan unicast_src_ip unicast_peer unicast_ttl unicast_fault_no_peer check_unicast_src \
        old_unicast_checksum native_ipv6 mcast_src_ip mcast_dst_ip track_src_ip dont_track_primary track_interface \
        track_script track_file track_process track_bfd virtual_ipaddress virtual_ipaddress_excluded \
        no_virtual_ipaddress virtual_routes virtual_rules promote_secondaries accept no_accept preempt nopreempt \
        preempt_delay skip_check_adv_addr strict_mode v3_checksum_as_v2 owner_ignore_adverts lower_prio_no_advert \
        higher_prio_send_advert garp_master_delay garp_master_repeat garp_master_refresh garp_master_refresh_repeat \
        garp_lower_prio_delay garp_lower_prio_repeat garp_extra_if vmac_garp_intvl down_timer_adverts \
        timer_expired_backup thread_timer_expired kernel_rx_buf_size debug notify_master notify_backup notify_fault \
        notify_stop notify_deleted notify notify_master_rx_lower_pri smtp_alert notify_priority_changes \
        authentication auth_hmac linkbeat_use_polling lvs_sync_daemon_interface
        """

    static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    @Test("the root", arguments: words(rootWords))
    func ofRoot(word: String) {
        expectKnown(parse("\(word) x {\n a b\n}\n"))
        expectKnown(parse("\(word) x\n"))
    }

    @Test("global_defs", arguments: words(globalWords))
    func ofGlobal(word: String) {
        expectKnown(parse("global_defs {\n \(word) 1\n}"))
        expectKnown(parse("global_defs {\n \(word)\n}"))
    }

    @Test("vrrp_script", arguments: words("script interval timeout weight rise fall user init_fail"))
    func ofScript(word: String) {
        expectKnown(parse("vrrp_script x {\n \(word) 1\n}"))
    }

    @Test("vrrp_instance", arguments: words(instanceWords))
    func ofInstance(word: String) {
        let result = parse(instance("\(word) 1"))
        expectKnown(result)
        expectKnown(parse(instance("\(word) {\n}")))
    }

    @Test(
        "address options",
        arguments: words(
            "dev scope brd broadcast label peer home -nodad mngtmpaddr noprefixroute autojoin no_track preferred_lft "
                + "track_group use_vmac"
        )
    )
    func ofAddress(word: String) {
        expectKnown(parse(instance("virtual_ipaddress {\n10.0.0.1 \(word)\n}")))
    }

    private func expectKnown(_ result: ConfigurationResult) {
        // Words inside a block of the root are not asked about here, nor a value that does not fit its word.
        let unknown = result.diagnostics.filter { $0.message.hasPrefix("unknown word") && $0.location.line != 2 }
        let here = result.diagnostics.filter {
            $0.message.hasPrefix("unknown word") && $0.location.line == 2 && !$0.message.hasPrefix("unknown word 'a'")
                && !$0.message.hasPrefix("unknown word '1'")
        }
        #expect((unknown + here).map(\.message) == [])
    }
}
