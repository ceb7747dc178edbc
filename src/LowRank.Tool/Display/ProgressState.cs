namespace LowRank.Tool.Display;

/// <summary>How far the work has come: written by the thread that works, read by the one that shows.</summary>
internal sealed class ProgressState : IProgress<LowRankProgress>
{
    private volatile Tuple<string, double> _current = new("", 0);

    public LowRankProgress Current => new(_current.Item1, _current.Item2);

    public void Report(LowRankProgress value) => _current = new(value.Stage, value.Fraction);
}
