import Checks
import Configuration
import Logging

extension CheckerPlan {
    /// Reads the bundle the supervisor sent: the bytes it has validated, so that errors here mean that supervisor and
    /// checker were built with different plugins.
    init?(bundle bytes: [UInt8], plugins: [PluginDescription], logger: Logger) {
        let bundle: SourceBundle
        do throws(WireError) {
            bundle = try SourceBundle(decoding: bytes)
        } catch {
            logger.error(
                "the configuration was not understood; do all programs come from one build?",
                metadata: ["error": "\(error)"]
            )
            return nil
        }
        var reader = BundleReader(bundle)
        let result = ConfigurationParser.parse(
            reader: &reader,
            mainFile: bundle.mainFile,
            plugins: plugins,
            keepsOrigins: false
        )
        guard let configuration = result.configuration else {
            for diagnostic in result.diagnostics where diagnostic.severity == .error {
                logger.error("\(diagnostic.location): \(diagnostic.message)")
            }
            logger.error("the configuration is not used; do all programs come from one build?")
            return nil
        }
        let global = configuration.global
        self.init(
            checks: configuration.checks,
            notifyTimeout: global.notifyTimeout,
            umask: global.processes.umask,
            concurrency: global.checkConcurrency,
            grace: global.checkerGrace,
            fifos: global.notifyFIFOs,
            mail: global.mail,
            routerID: global.routerID,
            journal: global.journal,
            pushSocket: global.checkerSocket ?? global.controlSocket + ".checker"
        )
    }
}
