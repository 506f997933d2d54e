import Configuration
import Failover
import LinuxIO
import VRRP

/// Files on their way from a node to texts, on a thread of their own: with hundreds of instances that takes longer than
/// an advertisement may be late. The node is a value, so the thread has it as it was, and the router goes on with it.
struct DumpRendering {
    let task: BackgroundTask<[Page]>

    struct Page: Sendable {
        var file: DumpFile
        var text: [UInt8]
    }

    init(_ files: [DumpFile], of node: Node, descriptors: [ListeningPlace: Int32]) throws(SystemError) {
        self.task = try BackgroundTask {
            var moment = DumpMoment.ofThisProcess()
            moment.descriptors = descriptors
            if files.contains(.state) { moment.addLinks() }
            return files.map { Page(file: $0, text: Array(node.dump($0, at: moment).utf8)) }
        }
    }
}
