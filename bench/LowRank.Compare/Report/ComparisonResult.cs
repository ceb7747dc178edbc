using LowRank.Compare.Measuring;
using LowRank.Reporting;

namespace LowRank.Compare.Report;

/// <summary>Everything that the reports show.</summary>
internal sealed record ComparisonResult(Machine Machine, int Threads, IReadOnlyList<CaseResult> Cases);
