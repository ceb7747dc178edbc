using LowRank;
using Spectre.Console;

namespace FashionMnist.Display;

/// <summary>A bar for each part of the job, on a terminal.</summary>
internal sealed class TerminalDisplay(IAnsiConsole console) : IDisplay
{
    // What a bar, a percentage, a clock and the gaps between them need beside the text.
    private const int OtherColumns = 40;
    private const int LongestText = 72;
    private const char NoBreakSpace = '\u00A0';

    public T Run<T>(string title, int steps, Func<Phase, T> work) =>
        console.Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 20 },
                new PercentageColumn(),
                new ElapsedTimeColumn())
            .Start(context =>
            {
                int width = Math.Clamp(console.Profile.Width - OtherColumns, title.Length, LongestText);
                ProgressTask task = context.AddTask(title, maxValue: steps);
                TerminalPhase phase = new(task, title, width);
                T result = work(phase);
                phase.Finish();
                return result;
            });

    private sealed class TerminalPhase(ProgressTask task, string title, int width) : Phase
    {
        private int _done;
        private string _step = "";

        public override void Begin(string step)
        {
            _step = step;
            Show(step);
        }

        public override void Report(LowRankProgress value)
        {
            task.Value = _done + Math.Min(value.Fraction, 1);
            Show($"{_step}, {value.Stage}");
        }

        public override void End(string result)
        {
            _done++;
            task.Value = _done;
        }

        public void Finish()
        {
            task.Value = task.MaxValue;
            Show("");
            task.StopTask();
        }

        private void Show(string detail)
        {
            // Of one width, or the bar would jump about; plain spaces at the end would be cut off.
            string text = detail.Length == 0 ? title : $"{title}: {detail}";
            task.Description = Markup.Escape(text.Length > width ? $"{text.AsSpan(0, width - 1)}…" : text.PadRight(width, NoBreakSpace));
        }
    }
}
