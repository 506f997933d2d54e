import Agent
import Glibc

@main
struct Main {
    static func main() {
        exit(Batond.main(Array(CommandLine.arguments.dropFirst())))
    }
}
