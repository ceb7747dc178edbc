namespace LowRank.Tool;

/// <summary>Arguments that cannot be followed; the message is one line.</summary>
internal sealed class ToolException(string message) : Exception(message);
