package import Checks

/// Something an operator should know of the configuration.
package struct Diagnostic: Hashable, Sendable {
    package var severity: Severity
    package var location: SourceLocation
    /// What is wrong and what was expected.
    package var message: String
    /// What to write instead; nil where the message says it already.
    package var fix: String?
    /// The line around the place; nil where there is none to show.
    var excerpt: Excerpt?
    package var category: Category
    /// Which of the mistakes that have a page of their own it is; nil = none.
    package var mistake: Mistake?

    /// - Parameters:
    ///   - sourceLine: The line as it stands in the file, for the caret.
    ///   - length: Bytes the caret underlines, at least 1.
    package init(
        _ severity: Severity,
        at location: SourceLocation,
        _ message: String,
        fix: String? = nil,
        sourceLine: String = "",
        length: Int = 1,
        category: Category = .syntax
    ) {
        self.severity = severity
        self.location = location
        self.message = message
        self.fix = fix
        self.excerpt = Excerpt(of: Array(sourceLine.utf8), column: location.column, length: length)
        self.category = category
    }

    /// A diagnostic at a word.
    init(
        _ severity: Severity,
        _ word: Word,
        _ message: String,
        fix: String? = nil,
        category: Category,
        mistake: Mistake? = nil
    ) {
        self.severity = severity
        self.location = word.location
        self.message = message
        self.fix = fix
        self.excerpt = Excerpt(of: word.line.bytes, column: word.location.column, length: word.length)
        self.category = category
        self.mistake = mistake
    }

    package enum Severity: UInt8, Hashable, Sendable, Comparable {
        /// Said once, changes nothing.
        case notice
        /// The configuration runs, perhaps not as meant.
        case warning
        /// The configuration does not run; on reload the old one stays.
        case error

        package static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
    }

    /// Decides the exit code of `batond -t`, which follows keepalived's classes.
    package enum Category: Hashable, Sendable {
        case syntax
        case value
        case unsupported
        case reference
        case file
        case scriptSecurity
    }

    /// What `baton lint` has a rule for, found where the configuration is read.
    package enum Mistake: Hashable, Sendable {
        /// A tracking block names what is not defined.
        case undefinedCheck
        /// A check that no instance tracks.
        case untrackedCheck
        /// A word that its block does not know.
        case unknownWord
        case priorityOutOfRange
        /// A weight on an instance of priority 255.
        case weightOfOwner
        /// A weight in a sync group that does not count weights.
        case weightInSyncGroup
        /// `nopreempt` or `preempt_delay` beside `state MASTER` or priority 255.
        case preemptionOfMaster
        /// A script that cannot be run.
        case unfitProgram
    }
}
