using LowRank;

namespace FashionMnist.Display;

/// <summary>One part of the job as its user sees it: steps, one after the other, and the library's progress within a step.</summary>
internal abstract class Phase : IProgress<LowRankProgress>
{
    /// <summary>Begins a step.</summary>
    public abstract void Begin(string step);

    /// <summary>Takes the library's progress within the step.</summary>
    public abstract void Report(LowRankProgress value);

    /// <summary>Ends the step.</summary>
    /// <param name="result">What came of it, in a word or two.</param>
    public abstract void End(string result);
}
