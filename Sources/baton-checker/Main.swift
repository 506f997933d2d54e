import Checker
import Plugins

@main
struct Main {
    static func main() async {
        await Checker.main(plugins: BuiltinChecks.all)
    }
}
