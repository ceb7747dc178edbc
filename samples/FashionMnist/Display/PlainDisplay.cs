using LowRank;

namespace FashionMnist.Display;

/// <summary>Plain lines, for pipes, files and build logs.</summary>
internal sealed class PlainDisplay(TextWriter output) : IDisplay
{
    public T Run<T>(string title, int steps, Func<Phase, T> work)
    {
        output.WriteLine(title);
        return work(new PlainPhase(output));
    }

    private sealed class PlainPhase(TextWriter output) : Phase
    {
        private const int StepWidth = 40;

        public override void Begin(string step)
        {
            output.Write($"  {step.PadRight(StepWidth)} ");
            output.Flush();
        }

        // Steps take seconds; their insides would only fill the log.
        public override void Report(LowRankProgress value)
        {
        }

        public override void End(string result) => output.WriteLine(result);
    }
}
