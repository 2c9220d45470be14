"""What earlier versions of the program wrote: the shape of every command, and whole profiles with acts pending."""
