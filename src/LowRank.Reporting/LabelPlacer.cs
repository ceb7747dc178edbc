namespace LowRank.Reporting;

/// <summary>Finds room for the words beside points, so that none covers another or a point. A word without room is left out.</summary>
public sealed class LabelPlacer(double right)
{
    private const double CharacterWidth = 7.2;
    private const double TextHeight = 13;

    // From the point to the lower left corner of the word; curves fall, so above to the right comes first.
    private static readonly (double X, double Y)[] _offsets = [(7, -5), (9, 5), (-4, -10), (-4, 20)];

    private readonly List<Box> _taken = [];

    /// <summary>Keeps the surroundings of a point free.</summary>
    public void AvoidPoint(double x, double y, double size) => _taken.Add(new Box(x - size, y - size, x + size, y + size));

    /// <summary>Keeps the place of a word free that stands at the left of x.</summary>
    public void AvoidTextLeftOf(double x, double y, string text) => _taken.Add(BoxOf(x - WidthOf(text), y, text));

    /// <summary>Where a word begins, on its base line; null where there is no room.</summary>
    public (double X, double Y)? Place(double x, double y, string text)
    {
        foreach ((double dx, double dy) in _offsets)
        {
            Box box = BoxOf(x + dx, y + dy, text);
            if (box.Right <= right && !_taken.Exists(box.Meets))
            {
                _taken.Add(box);
                return (x + dx, y + dy);
            }
        }

        return null;
    }

    private static double WidthOf(string text) => text.Length * CharacterWidth;

    private static Box BoxOf(double x, double y, string text) => new(x, y - TextHeight, x + WidthOf(text), y);

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public bool Meets(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
