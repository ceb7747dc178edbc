namespace TextSearch;

/// <summary>A text to be found.</summary>
/// <param name="Source">Where it is from.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Text">Its words.</param>
internal sealed record Document(string Source, string Title, string Text);
